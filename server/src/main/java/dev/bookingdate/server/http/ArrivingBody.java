package dev.bookingdate.server.http;

import dev.bookingdate.server.connection.CallEndValve;
import dev.bookingdate.server.connection.ReceivedBody;
import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way. It is read when something of it has come, and holds no thread in between. It ends once: as a whole, or
 * with a failure; then the call goes on.
 *
 * <p>Read from Tomcat's own request: through the servlet API Tomcat closes the connection on a failure, and the caller would
 * not be told what was wrong.
 */
final class ArrivingBody extends ReceivedBody {

    /** In milliseconds; a large body gets one more for each of so many bytes. */
    private static final int BYTES_PER_MILLI = 64;

    /** A gzip body is looked at from so many bytes on, and again each time that it has doubled. */
    private static final int FIRST_LOOK = 4 * 1024;

    private final Request connection;
    private final boolean gzip;
    private final BodyArrivals arrivals;
    private final String address;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final long begunAt = System.nanoTime();
    private int nextLook = FIRST_LOOK;
    private @Nullable AsyncContext turn;
    private boolean ended;
    private @Nullable Exception failure;

    ArrivingBody(Request connection, boolean gzip, BodyArrivals arrivals, String address) {
        this.connection = connection;
        this.gzip = gzip;
        this.arrivals = arrivals;
        this.address = address;
    }

    String address() {
        return address;
    }

    /** Reads a body that has come already, as most have that are small. */
    boolean isHere() throws IOException {
        long length = connection.getContentLengthLong();
        connection.action(ActionCode.AVAILABLE, true);
        if (length <= 0 || connection.getAvailable() < length) {
            return false;
        }
        while (received.size() < length && connection.doRead(this) >= 0) {
            take();
        }
        return true;
    }

    /** Reads it from now on, whenever something comes. */
    synchronized void await(AsyncContext async) {
        turn = async;
        async.addListener(this);
        allowTime(async);
        // Who has asked whether to send it is told so now: Tomcat would say it when it reads, and reads when something
        // comes.
        connection.action(ActionCode.ACK, ContinueResponseTiming.ON_REQUEST_BODY_READ);
        connection.setReadListener(this);
    }

    /**
     * What has come.
     *
     * @throws IOException when the connection broke off, the body is not well-formed, or it took too long
     * @throws RequestRefused when it may not go on
     */
    byte[] whole() throws IOException {
        if (failure instanceof IOException broken) {
            throw broken;
        }
        if (failure instanceof RuntimeException refusal) {
            throw refusal;
        }
        return received.toByteArray();
    }

    /** Ends it from outside, on behalf of others. */
    void giveWay(RequestRefused refusal) {
        end(refusal);
    }

    @Override
    public synchronized void onDataAvailable() {
        try {
            while (!ended && connection.isReady()) {
                int count = connection.doRead(this);
                if (count < 0) {
                    break;
                }
                take();
                look();
            }
        } catch (BadRequestException | RequestRefused e) {
            end(e);
        } catch (EOFException e) {
            // Who has ended the request may still read what was wrong with it.
            end(new BadRequestException("the body ended too early"));
        } catch (IOException e) {
            end(new BadRequestException("the connection broke off", e));
        }
        if (!ended && connection.isFinished()) {
            end(null);
        } else if (!ended && turn != null) {
            allowTime(turn);
        }
    }

    private void take() {
        @Nullable ByteBuffer bytes = getByteBuffer();
        if (bytes == null || !bytes.hasRemaining()) {
            return;
        }
        byte[] next = new byte[bytes.remaining()];
        bytes.get(next);
        received.writeBytes(next);
        if (received.size() > BodyArrivals.MAX_BYTES) {
            throw BodyRefusals.tooLarge();
        }
        arrivals.has(this, received.size());
    }

    /** A bomb is refused by its first bytes, and what is no gzip as well. */
    private void look() {
        if (gzip && received.size() >= nextLook) {
            nextLook = 2 * received.size();
            GzipBody.look(received.toByteArray());
        }
    }

    /** Silence ends it, and so does a whole that takes longer than its size explains. */
    private void allowTime(AsyncContext async) {
        long silence = arrivals.timeout().toMillis();
        long since = (System.nanoTime() - begunAt) / 1_000_000;
        async.setTimeout(silence + Math.min(since, received.size() / BYTES_PER_MILLI));
    }

    private synchronized void end(@Nullable Exception why) {
        if (ended || turn == null) {
            return;
        }
        ended = true;
        failure = why;
        arrivals.over(this);
        turn.dispatch();
    }

    @Override
    public void onAllDataRead() {
        end(null);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end(new BadRequestException("the body took too long"));
    }

    /** The connection is gone: there is nobody to answer. */
    @Override
    public synchronized void onError(Throwable broken) {
        ended = true;
        arrivals.over(this);
    }

    @Override
    public void onError(AsyncEvent event) {
        CallEndValve.log(event.getSuppliedRequest(), HttpServletResponse.SC_BAD_REQUEST);
        event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        arrivals.over(this);
    }
}
