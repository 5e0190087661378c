package dev.bookingdate.server.connection;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/** A body that is read from Tomcat's own request when something of it has come; it holds no thread in between. */
public abstract class ReceivedBody implements ReadListener, AsyncListener, ApplicationBufferHandler {

    private @Nullable ByteBuffer bytes;

    @Override
    public final void setByteBuffer(ByteBuffer buffer) {
        bytes = buffer;
    }

    /** Returns what the last read has brought. */
    @Override
    public final @Nullable ByteBuffer getByteBuffer() {
        return bytes;
    }

    /** Tomcat hands its own buffer over, and never asks for more room. */
    @Override
    public final void expand(int size) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public final void onStartAsync(AsyncEvent event) {}
}
