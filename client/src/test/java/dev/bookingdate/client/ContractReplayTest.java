package dev.bookingdate.client;

import dev.bookingdate.contracts.BackfillStubs;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every contract of {@code contracts/consumers/java-client} from the client's side: it sends what the contract expects, and
 * reads what the contract answers.
 */
@Tag("contract-consumer")
@Timeout(30)
class ContractReplayTest {
    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    static List<Contract> contracts() {
        return Contract.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void contract_isSentAndReadByTheClient(Contract contract) {
        new ContractReplay(stubs.baseUrl()).replay(contract);
    }
}
