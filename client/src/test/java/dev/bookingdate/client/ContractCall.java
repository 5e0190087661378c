package dev.bookingdate.client;

import java.net.URI;
import java.util.List;
import java.util.Set;

/** One way in which a team can make the call that a contract describes, and what it then gets. */
interface ContractCall {

    /** Makes the call; returns what is wrong with what was read, nothing when all of the contract's answer was found. */
    List<String> readings(URI baseUrl);

    /** How many requests it takes; the last of them is the contract's. */
    int requests();

    /** All ways that there are, by hand-written face and by generated core. */
    static List<ContractCall> waysOf(Contract contract) {
        if (contract.operation().equals("token")) {
            return List.of(new TokenCall(contract));
        }
        CoreCall core = new CoreCall(contract);
        return FaceCall.FACE.containsAll(lowerCase(contract)) && contract.token() != null
                ? List.of(new FaceCall(contract), core)
                : List.of(core);
    }

    private static Set<String> lowerCase(Contract contract) {
        return Set.copyOf(contract.request().headers().keySet().stream()
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .toList());
    }

    /** The headers, in lower case, that this way adds by itself where a contract has none. */
    default Set<String> additions() {
        return Set.of();
    }
}
