package dev.bookingdate.server.connection;

import org.apache.coyote.Request;
import org.apache.coyote.http2.Http2Protocol;

/**
 * Takes an upgrade from HTTP/1.1 only with a request that has no body. Tomcat would read a body before it knows who calls,
 * holding a thread, and would refuse it above 4 KiB. A request whose upgrade is not taken is answered over HTTP/1.1, as the
 * RFC has it; the next one without a body can upgrade.
 */
final class UpgradeWithoutBody extends Http2Protocol {

    @Override
    public boolean accept(Request request) {
        boolean hasBody =
                request.getContentLengthLong() > 0 || request.getMimeHeaders().getHeader("Transfer-Encoding") != null;
        return !hasBody && super.accept(request);
    }
}
