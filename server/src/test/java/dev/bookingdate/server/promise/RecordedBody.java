package dev.bookingdate.server.promise;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;

/** What is written as the body of an answer, before Tomcat compresses and cuts it into chunks. */
final class RecordedBody implements OutputBuffer {

    /** Tomcat's response has a setter for it and no getter. */
    private static final Field TARGET = target();

    private final OutputBuffer target;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean brokenOff;

    private RecordedBody(OutputBuffer target) {
        this.target = target;
    }

    /** Begins to record the next answer of a connection, or of a stream: Tomcat uses its responses again. */
    static RecordedBody of(Response response) {
        try {
            var target = (OutputBuffer) TARGET.get(response);
            OutputBuffer real = target instanceof RecordedBody last ? last.target : target;
            RecordedBody body = new RecordedBody(real);
            response.setOutputBuffer(body);
            return body;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field target() {
        try {
            Field field = Response.class.getDeclaredField("outputBuffer");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("This Tomcat keeps the target of its answers elsewhere", e);
        }
    }

    @Override
    public int doWrite(ByteBuffer chunk) throws IOException {
        byte[] copy = new byte[chunk.remaining()];
        chunk.duplicate().get(copy);
        bytes.writeBytes(copy);
        try {
            return target.doWrite(chunk);
        } catch (IOException e) {
            brokenOff = true;
            throw e;
        }
    }

    @Override
    public long getBytesWritten() {
        return target.getBytesWritten();
    }

    /** Whether the caller went away before all was written: nobody can be promised anything then. */
    boolean isBrokenOff() {
        return brokenOff;
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
