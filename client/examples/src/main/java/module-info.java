/** A team's own program, on the module path. */
module com.example.close {
    requires dev.bookingdate.client;
}
