package io.sluice.codec;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Classes that are compiled by the test, each with a loader of its own: several versions of one
 * class, and classes that can be unloaded.
 */
final class Compiled {

  private Compiled() {}

  /** Compiles a source file and returns the class with the given binary name. */
  static Class<?> type(String name, String source) throws ClassNotFoundException {
    Map<String, ByteArrayOutputStream> classes = compile(name, source);
    ClassLoader loader =
        new ClassLoader(Compiled.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            ByteArrayOutputStream bytes = classes.get(wanted);
            if (bytes == null) {
              throw new ClassNotFoundException(wanted);
            }
            return defineClass(wanted, bytes.toByteArray(), 0, bytes.size());
          }
        };
    return Class.forName(name, true, loader);
  }

  private static Map<String, ByteArrayOutputStream> compile(String name, String source) {
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
    JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(standard) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
              @Override
              public OutputStream openOutputStream() {
                return classes.computeIfAbsent(className, key -> new ByteArrayOutputStream());
              }
            };
          }
        };
    String path = "mem:///" + name.split("\\$", 2)[0].replace('.', '/') + ".java";
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create(path), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options = List.of("-proc:none");
    if (!compiler.getTask(null, files, null, options, null, List.of(file)).call()) {
      throw new AssertionError("Does not compile: " + source);
    }
    return classes;
  }
}
