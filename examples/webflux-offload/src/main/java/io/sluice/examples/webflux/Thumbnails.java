package io.sluice.examples.webflux;

import io.sluice.worker.TaskContext;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStream;

/** The work: runs in a worker process, knows neither Spring nor Reactor. */
final class Thumbnails {
  /** A few bytes can declare any size; decoding would take seconds for each of these. */
  private static final long MOST_PIXELS = 200_000_000;

  private Thumbnails() {}

  /**
   * Makes an image as wide as asked, or as wide as it is if that is less, and reports how much of
   * the original has been read, in percent.
   *
   * @throws UnreadableImageException if it is none, too large or damaged
   */
  static Thumbnail make(Upload upload) throws IOException {
    // The cache would be a file for each image.
    ImageIO.setUseCache(false);
    try (ImageInputStream input =
        ImageIO.createImageInputStream(new ByteArrayInputStream(upload.image()))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        throw new UnreadableImageException("This is no image in a format that is known here");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(input, true, true);
        return encode(draw(reader, upload.width()));
      } catch (IIOException | IllegalArgumentException | IndexOutOfBoundsException e) {
        // The JDK's readers throw any of these at damaged files.
        throw new UnreadableImageException("This image cannot be read: " + e.getMessage());
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage draw(ImageReader reader, int atMost) throws IOException {
    Dimension original = new Dimension(reader.getWidth(0), reader.getHeight(0));
    if ((long) original.width * original.height > MOST_PIXELS) {
      throw new UnreadableImageException(
          "%d x %d pixels are too many".formatted(original.width, original.height));
    }
    int width = Math.min(atMost, original.width);
    int height = (int) Math.max(1, Math.round((double) original.height * width / original.width));

    // Reads no more pixels than twice what is needed each way: a photo's whole raster would not
    // fit into a worker's heap.
    ImageReadParam param = reader.getDefaultReadParam();
    int step = Math.max(1, original.width / (2 * width));
    param.setSourceSubsampling(step, Math.min(step, original.height), 0, 0);
    TaskContext context = TaskContext.current();
    reader.addIIOReadProgressListener(new Reports(context));
    BufferedImage read = reader.read(0, param);

    int type =
        read.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage thumbnail = new BufferedImage(width, height, type);
    Graphics2D graphics = thumbnail.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(read, 0, 0, width, height, null);
    graphics.dispose();
    context.report(100);
    return thumbnail;
  }

  private static Thumbnail encode(BufferedImage image) throws IOException {
    String format = image.getColorModel().hasAlpha() ? "png" : "jpeg";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IllegalStateException("This JDK cannot write " + format);
    }
    return new Thumbnail("image/" + format, bytes.toByteArray());
  }

  /** Whole percents, each once: readers call for each row. */
  private static final class Reports implements IIOReadProgressListener {
    private final TaskContext context;
    private int last = -1;

    Reports(TaskContext context) {
      this.context = context;
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
      int percent = (int) percentageDone;
      if (context.isCancelled()) {
        source.abort();
      } else if (percent > last) {
        last = percent;
        context.report(percent);
      }
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}
  }
}
