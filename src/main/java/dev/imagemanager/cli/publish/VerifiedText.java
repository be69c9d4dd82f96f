package dev.imagemanager.cli.publish;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.pipeline.attest.Evident;
import dev.imagemanager.pipeline.attest.Finding;
import dev.imagemanager.pipeline.attest.VerifiedImage;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.List;

/** The result of a verification as text: a table for each image, and what is wrong with it. */
final class VerifiedText {

    private VerifiedText() {}

    static List<String> of(List<VerifiedImage> images) {
        List<String> lines = new ArrayList<>();
        images.forEach(image -> add(image, lines));
        long valid = images.stream().filter(VerifiedImage::isValid).count();
        lines.add(Counts.of(images.size(), "image") + ": " + valid + " valid"
                + (valid == images.size() ? "" : ", " + (images.size() - valid) + " not"));
        return lines;
    }

    private static void add(VerifiedImage image, List<String> lines) {
        if (image.digest().isEmpty()) {
            lines.add(image.name() + ": there is no such image");
            lines.add("");
            return;
        }
        lines.add(image.name() + " " + image.digest().get());
        TextTable table = new TextTable("PLATFORM", "DIGEST", "SIGNATURE", "PROVENANCE", "SBOM", "TESTS");
        for (VerifiedImage.Part part : image.manifests()) {
            table.add(
                    name(image, part),
                    part.digest().abbreviated(),
                    cell(part, Evident.SIGNATURE),
                    cell(part, Evident.PROVENANCE),
                    cell(part, Evident.SBOM),
                    cell(part, Evident.TESTS));
        }
        lines.addAll(table.lines());
        image.manifests().forEach(part -> part.findings().forEach((what, finding) -> {
            if (finding.state() == Finding.State.INVALID) {
                lines.add(name(image, part) + ": " + what + ": " + finding.text());
            }
        }));
        lines.add("");
    }

    private static String name(VerifiedImage image, VerifiedImage.Part part) {
        return part.platform().map(Platform::toString).orElse(image.manifests().size() > 1 ? "index" : "image");
    }

    private static String cell(VerifiedImage.Part part, Evident what) {
        Finding finding = part.findings().get(what);
        if (finding == null) {
            return "-";
        }
        return finding.state() == Finding.State.INVALID ? "not valid" : finding.text();
    }
}
