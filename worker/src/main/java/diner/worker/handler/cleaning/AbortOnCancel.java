package diner.worker.handler.cleaning;

import diner.worker.handler.CancelToken;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOWriteProgressListener;

/**
 * Ends the decoding or encoding of a picture between two of its rows, once the job was cancelled.
 * The codec then returns as if done; its caller asks the token again.
 */
final class AbortOnCancel implements IIOReadProgressListener, IIOWriteProgressListener {

  private final CancelToken cancel;

  AbortOnCancel(CancelToken cancel) {
    this.cancel = cancel;
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    if (cancel.isCancelled()) {
      source.abort();
    }
  }

  @Override
  public void imageProgress(ImageWriter source, float percentageDone) {
    if (cancel.isCancelled()) {
      source.abort();
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

  @Override
  public void imageStarted(ImageWriter source, int imageIndex) {}

  @Override
  public void imageComplete(ImageWriter source) {}

  @Override
  public void thumbnailStarted(ImageWriter source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageWriter source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageWriter source) {}

  @Override
  public void writeAborted(ImageWriter source) {}
}
