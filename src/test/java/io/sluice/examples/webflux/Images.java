package io.sluice.examples.webflux;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Images to upload, and to look at. */
final class Images {

  private Images() {}

  /** Red on the left, blue on the right. */
  static byte[] jpeg(int width, int height) {
    return encode("jpeg", draw(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB)));
  }

  /** The same, but for a transparent row of pixels. */
  static byte[] transparentPng(int width, int height) {
    BufferedImage image = draw(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB));
    for (int x = 0; x < width; x++) {
      image.setRGB(x, 0, 0);
    }
    return encode("png", image);
  }

  private static BufferedImage draw(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.RED, image.getWidth(), 0, Color.BLUE));
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.dispose();
    return image;
  }

  private static byte[] encode(String format, BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static BufferedImage decode(byte[] image) {
    try {
      return ImageIO.read(new ByteArrayInputStream(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
