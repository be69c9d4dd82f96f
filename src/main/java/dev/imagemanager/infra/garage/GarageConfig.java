package dev.imagemanager.infra.garage;

import dev.imagemanager.infra.daemon.StateDirectory;
import dev.imagemanager.infra.daemon.TomlText;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.util.List;
import java.util.Map;

/** Creates {@code garage.toml} (Garage documentation, "Configuration file format"). */
final class GarageConfig {

    /** Logs no requests and no backtraces, so that the log ends with the reason if Garage cannot start. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("RUST_LOG", "garage=info,garage_api_common=warn", "RUST_BACKTRACE", "0", "NO_COLOR", "1");

    /** The default ports in Garage's documentation. */
    static final Ports USUAL_PORTS = new Ports(3900, 3903, 3901);

    private GarageConfig() {}

    /**
     * Returns the S3 region. It contains the fleet's id and is part of every S3 error response, so another fleet's
     * Garage can be recognized.
     */
    static String regionOf(ServiceScope scope) {
        return "garage-" + StateDirectory.idOf(scope.directory());
    }

    /**
     * @param data the directory for data and metadata
     * @param host the address to listen on
     * @param secrets the files with secrets
     */
    static String of(String data, String host, String region, Ports ports, Secrets secrets) {
        List<String> lines = List.of(
                "# Written by image-manager whenever it starts Garage.",
                "metadata_dir = " + TomlText.quoted(data + "/meta"),
                "data_dir = " + TomlText.quoted(data + "/blocks"),
                "# LMDB, the default, may be corrupted when the machine crashes (Garage documentation, \"db_engine\").",
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

    /** The ports of the S3 API, the administration API and the RPC between nodes. */
    record Ports(int store, int admin, int rpc) {}

    /** Paths of files with secrets, as Garage sees them. */
    record Secrets(String adminTokenFile, String rpcSecretFile) {}
}
