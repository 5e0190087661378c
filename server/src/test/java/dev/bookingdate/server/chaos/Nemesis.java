package dev.bookingdate.server.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws faults, one after another: a shuffled round of all, and another one. The seed decides the order. */
final class Nemesis {

    private final List<Fault> catalogue;
    private final Random random;
    private final List<Fault> round = new ArrayList<>();

    Nemesis(List<Fault> catalogue, Random random) {
        this.catalogue = catalogue;
        this.random = random;
    }

    static List<Fault> catalogue(Disk disk) {
        List<Fault> faults = new ArrayList<>();
        faults.addAll(NodeFaults.all());
        faults.addAll(NetworkFaults.all());
        faults.addAll(DatabaseFaults.all());
        faults.addAll(RaceFaults.all());
        faults.addAll(UserFaults.all());
        faults.addAll(disk.faults());
        return faults;
    }

    Fault next() {
        if (round.isEmpty()) {
            catalogue.forEach(fault -> round.addAll(Collections.nCopies(fault.weight(), fault)));
            Collections.shuffle(round, random);
        }
        return round.remove(round.size() - 1);
    }
}
