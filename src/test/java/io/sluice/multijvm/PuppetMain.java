package io.sluice.multijvm;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The child's side: does each act on a thread of its own, and ends when the test hangs up. */
final class PuppetMain {
  /** An act's number, and the act. */
  record Order(int number, Act<?> act) implements Serializable {}

  /** What came of it: a result, or a failure as text, whose class the test need not have. */
  record Report(int number, @Nullable Object result, @Nullable String failure)
      implements Serializable {}

  private final Stage stage;
  private final ObjectOutputStream reports;

  private PuppetMain(Stage stage, ObjectOutputStream reports) {
    this.stage = stage;
    this.reports = reports;
  }

  public static void main(String[] args) throws IOException, ClassNotFoundException {
    Stage stage = new Stage(args.length > 1 ? URI.create(args[1]) : null);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        ObjectOutputStream reports = new ObjectOutputStream(socket.getOutputStream());
        ObjectInputStream orders = new ObjectInputStream(socket.getInputStream())) {
      socket.setTcpNoDelay(true);
      PuppetMain puppet = new PuppetMain(stage, reports);
      while (true) {
        Order order = (Order) orders.readObject();
        Thread thread = new Thread(() -> puppet.obey(order), "act-" + order.number());
        thread.setDaemon(true);
        thread.start();
      }
    } catch (EOFException end) {
      // The play is over.
    }
  }

  private void obey(Order order) {
    Report report;
    try {
      report = new Report(order.number(), order.act().on(stage), null);
    } catch (Throwable failure) {
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      report = new Report(order.number(), null, text.toString());
    }
    try {
      synchronized (reports) {
        reports.writeObject(report);
        reports.flush();
      }
    } catch (IOException gone) {
      // Nobody wants to know any more.
    }
  }
}
