package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** The BOM has no parent that would give it the version of everything else. */
class BomTest {
    private static final Path BOM = Path.of("bom/pom.xml");

    @Test
    void bom_hasTheClientsVersion() throws Exception {
        assertThat(texts(BOM, "/project/version"))
                .as("version in client/bom/pom.xml, against the parent's in client/pom.xml")
                .isEqualTo(texts(Path.of("pom.xml"), "/project/parent/version"));
    }

    @Test
    void bom_managesClientAndContracts_andNothingElse() throws Exception {
        assertThat(texts(BOM, "/project/parent")).isEmpty();
        assertThat(texts(BOM, "//dependency/artifactId"))
                .containsExactly("booking-date-backfill-client", "booking-date-backfill-contracts");
        assertThat(texts(BOM, "//dependency/version")).containsOnly("${project.version}");
    }

    private static List<String> texts(Path pom, String xpath) throws Exception {
        NodeList nodes = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        xpath,
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(pom.toFile()),
                        XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}
