package dev.imagemanager.pipeline.sbom;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** SBOMs as a scanner prints them: those of each scan differ. */
public final class SampleSboms {

    private SampleSboms() {}

    /** @param packages of Debian, as {@code name=version} */
    public static byte[] spdx(List<String> packages) {
        String listed = packages.stream()
                .map(SampleSboms::debian)
                .map(text -> "," + text)
                .collect(Collectors.joining());
        return ("{'spdxVersion':'SPDX-2.3','dataLicense':'CC0-1.0','SPDXID':'SPDXRef-DOCUMENT','name':'x',"
                        + "'documentNamespace':'https://example.com/" + UUID.randomUUID() + "',"
                        + "'creationInfo':{'licenseListVersion':'3.27','creators':['Organization: Somebody'],"
                        + "'created':'2026-01-01T00:00:00Z'},"
                        + "'packages':[{'name':'x','SPDXID':'SPDXRef-Image','versionInfo':'y'}" + listed + "],"
                        + "'files':[{'fileName':'etc/a','SPDXID':'SPDXRef-File-a','checksums':[{'algorithm':'SHA1',"
                        + "'checksumValue':'0'}]}],"
                        + "'relationships':[{'spdxElementId':'SPDXRef-Package-0','relatedSpdxElement':'SPDXRef-File-a',"
                        + "'relationshipType':'CONTAINS'},{'spdxElementId':'SPDXRef-DOCUMENT',"
                        + "'relatedSpdxElement':'SPDXRef-Image','relationshipType':'DESCRIBES'}]}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String debian(String written) {
        String[] parts = written.split("=", 2);
        return "{'name':'" + parts[0] + "','SPDXID':'SPDXRef-Package-" + parts[0] + "','versionInfo':'" + parts[1]
                + "','filesAnalyzed':true,'packageVerificationCode':{'packageVerificationCodeValue':'0'},"
                + "'licenseConcluded':'NOASSERTION','licenseDeclared':'MIT','externalRefs':[{'referenceCategory':"
                + "'PACKAGE-MANAGER','referenceType':'purl','referenceLocator':'pkg:deb/debian/" + parts[0] + "@"
                + parts[1].replace("+", "%2B") + "?arch=amd64&upstream=src-" + parts[0] + "'}]}";
    }

    public static byte[] cycloneDx() {
        return ("{'bomFormat':'CycloneDX','specVersion':'1.6','serialNumber':'urn:uuid:" + UUID.randomUUID()
                        + "','version':1,'metadata':{'timestamp':'2026-01-01T00:00:00Z','tools':{'components':[]},"
                        + "'component':{'bom-ref':'a','type':'container','name':'x','version':'y'}},'components':[]}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }
}
