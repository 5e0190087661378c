package dev.bookingdate.server.limit;

import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How many calls of each tenant and entity run on this node. */
@Component
class ConcurrentCalls {

    private final Map<Key, Integer> running = new ConcurrentHashMap<>();

    /** How many run with this one; empty when there is no place for it. */
    OptionalInt enter(Key key, int places) {
        int[] entered = new int[1];
        running.compute(key, (same, before) -> {
            int now = before == null ? 0 : before;
            entered[0] = now < places ? now + 1 : 0;
            return entered[0] > 0 ? Integer.valueOf(entered[0]) : before;
        });
        return entered[0] > 0 ? OptionalInt.of(entered[0]) : OptionalInt.empty();
    }

    void leave(Key key) {
        running.computeIfPresent(key, (same, before) -> before == 1 ? null : before - 1);
    }

    /** How many tenants and entities have a call running. */
    int size() {
        return running.size();
    }

    record Key(long tenantId, UUID entityId) {}
}
