package dev.bookingdate.server.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Keeps JSON from being flushed before it is complete. Spring flushes after each body, which sends the headers while the
 * length is not known yet; Tomcat then compresses whatever the length. Without the flush an answer that fits into Tomcat's
 * buffer gets its {@code Content-Length}, and the threshold of the compression holds.
 *
 * <p>Keeps it also from being sent before the filters are through: Tomcat sends an answer off as soon as all of a length
 * that was set is written, and the caller's next call could meet what this one has not given back yet, such as its place
 * among those that run at the same time.
 */
final class UnflushedAnswer extends HttpServletResponseWrapper {

    private final boolean bodiless;
    private @Nullable ServletOutputStream output;

    UnflushedAnswer(HttpServletResponse response, boolean bodiless) {
        super(response);
        this.bodiless = bodiless;
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    /** Left out, since Tomcat finds it out by itself, but of an answer that has no body. */
    @Override
    public void setContentLengthLong(long length) {
        if (bodiless || !isJson()) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (output == null) {
            output = new UnflushedOutput(super.getOutputStream());
        }
        return output;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (!isJson()) {
            super.flushBuffer();
        }
    }

    private boolean isJson() {
        String type = getContentType();
        return type != null && type.startsWith(MediaType.APPLICATION_JSON_VALUE);
    }

    private final class UnflushedOutput extends ServletOutputStream {

        private final ServletOutputStream target;

        UnflushedOutput(ServletOutputStream target) {
            this.target = target;
        }

        @Override
        public void flush() throws IOException {
            if (!isJson()) {
                target.flush();
            }
        }

        @Override
        public void write(int value) throws IOException {
            target.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            target.close();
        }

        @Override
        public boolean isReady() {
            return target.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            target.setWriteListener(listener);
        }
    }
}
