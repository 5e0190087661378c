package dev.bookingdate.server.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some jobs, newest first.
 *
 * @param next the cursor of the page that follows; null on the last one
 */
public record JobPage(List<BackfillJob> jobs, @Nullable String next) {}
