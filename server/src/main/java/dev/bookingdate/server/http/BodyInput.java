package dev.bookingdate.server.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that has come, as the servlets want it. */
final class BodyInput extends ServletInputStream {

    private final InputStream bytes;
    private boolean finished;

    BodyInput(InputStream bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        int value = bytes.read();
        finished |= value < 0;
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = bytes.read(target, offset, length);
        finished |= count < 0;
        return count;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("the body is read by one thread");
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
