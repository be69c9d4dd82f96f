package dev.imagemanager.infra.garage;

import dev.imagemanager.infra.daemon.StateDirectory;
import dev.imagemanager.infra.daemon.TomlText;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.util.List;
import java.util.Map;

/** The {@code garage.toml} of a Garage of ours (Garage documentation, "Configuration file format"). */
final class GarageConfig {

    /** For a log without a line for every request, and that ends with the reason when Garage cannot start. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("RUST_LOG", "garage=info,garage_api_common=warn", "RUST_BACKTRACE", "0", "NO_COLOR", "1");

    /** As Garage's documentation has them. */
    static final Ports USUAL_PORTS = new Ports(3900, 3903, 3901);

    private GarageConfig() {}

    /**
     * What requests are signed for. Any name does; this one differs from fleet to fleet, and stands in every refusal, so that
     * no fleet takes another one's Garage for its own.
     */
    static String regionOf(ServiceScope scope) {
        return "garage-" + StateDirectory.of(scope.directory()).id();
    }

    /**
     * @param data directory for all that Garage keeps
     * @param host on which it listens
     * @param secrets where it finds them
     */
    static String of(String data, String host, String region, Ports ports, Secrets secrets) {
        List<String> lines = List.of(
                "# Written by image-manager whenever it starts Garage.",
                "metadata_dir = " + TomlText.quoted(data + "/meta"),
                "data_dir = " + TomlText.quoted(data + "/blocks"),
                "# LMDB, the default, is easily damaged when the machine stops (Garage documentation, \"db_engine\").",
                "db_engine = \"sqlite\"",
                "replication_factor = 1",
                "# Layers are compressed already.",
                "compression_level = \"none\"",
                "rpc_bind_addr = " + TomlText.quoted("127.0.0.1:" + ports.rpc()),
                "rpc_public_addr = " + TomlText.quoted("127.0.0.1:" + ports.rpc()),
                "rpc_secret_file = " + TomlText.quoted(secrets.rpcSecretFile()),
                "",
                "[s3_api]",
                "s3_region = " + TomlText.quoted(region),
                "api_bind_addr = " + TomlText.quoted(host + ":" + ports.store()),
                "",
                "[admin]",
                "api_bind_addr = " + TomlText.quoted(host + ":" + ports.admin()),
                "admin_token_file = " + TomlText.quoted(secrets.adminTokenFile()));
        return String.join("\n", lines) + "\n";
    }

    /** Where it listens: for whoever stores something, for administration, and for other nodes. */
    record Ports(int store, int admin, int rpc) {}

    /** Files, as Garage sees them. */
    record Secrets(String adminTokenFile, String rpcSecretFile) {}
}
