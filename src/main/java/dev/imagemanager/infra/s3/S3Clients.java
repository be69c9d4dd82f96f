package dev.imagemanager.infra.s3;

import dev.imagemanager.infra.http.Certificates;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.Locations;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Creates one S3 client for each store, on first use. Address and keys come only from the fleet's configuration, not
 * from the user's AWS profiles or environment.
 */
@Singleton
final class S3Clients {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 2;
    private static final String NO_FILE = "/dev/null";
    private static final int NEVER_COMPRESSED = 10_485_760;

    private final EnvironmentProxies proxies;
    private final Map<ObjectStore, S3Client> clients = new ConcurrentHashMap<>();

    @Inject
    S3Clients(EnvironmentProxies proxies) {
        this.proxies = proxies;
    }

    /**
     * Returns the client of a store.
     *
     * @throws EnvironmentException if the configuration is incomplete or invalid
     */
    S3Client of(ObjectStore store) {
        Keys keys = store.keys()
                .orElseThrow(() -> new EnvironmentException(Problem.error("missing access key for " + store)
                        .withHint("set cache.access_key and cache.secret_key, preferably to variables such as"
                                + " ${AWS_ACCESS_KEY_ID}")));
        URI endpoint = endpoint(store);
        return clients.computeIfAbsent(store, key -> client(store, keys, endpoint, proxyFor(endpoint)));
    }

    private static URI endpoint(ObjectStore store) {
        try {
            URI endpoint = URI.create(store.endpoint());
            if (("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
                    && endpoint.getHost() != null) {
                return endpoint;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // The exception below covers both cases.
        }
        throw new EnvironmentException(
                Problem.error("cache.endpoint is not a valid address of an S3 service: " + store.endpoint())
                        .withHint("include the scheme, as in https://s3.example.com"));
    }

    /**
     * Creates a client with all settings, since the SDK would read missing ones from the environment or {@code ~/.aws},
     * and fail if those are invalid.
     */
    private static S3Client client(ObjectStore store, Keys keys, URI endpoint, ProxyConfiguration proxy) {
        // The SDK otherwise reads the user's files and fails if they are malformed.
        System.setProperty(ProfileFileSystemSetting.AWS_CONFIG_FILE.property(), NO_FILE);
        System.setProperty(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property(), NO_FILE);
        ProfileFile nothing = ProfileFile.aggregator().build();
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(store.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.access(), keys.secret().value())))
                .endpointProvider(new StoreEndpoint(endpoint, store))
                .defaultsMode(DefaultsMode.LEGACY)
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .serviceConfiguration(configuration -> configuration
                        .profileFile(() -> nothing)
                        .useArnRegionEnabled(false)
                        .multiRegionEnabled(false))
                // Not every S3 service supports the newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(UrlConnectionHttpClient.builder()
                        .tlsTrustManagersProvider(Certificates::trustingTheUsual)
                        .connectionTimeout(CONNECT_LIMIT)
                        .socketTimeout(ATTEMPT_LIMIT)
                        .proxyConfiguration(proxy)
                        .build())
                .overrideConfiguration(configuration -> configuration
                        .addExecutionInterceptor(new XmlAnswers())
                        .addExecutionInterceptor(new WithoutTrace())
                        // The SDK's user agent contains the values of AWS_EXECUTION_ENV and AWS_SDK_UA_APP_ID.
                        .putHeader("User-Agent", "image-manager")
                        .defaultProfileFile(nothing)
                        .defaultProfileName("default")
                        .compressionConfiguration(compression -> compression
                                .requestCompressionEnabled(false)
                                .minimumCompressionThresholdInBytes(NEVER_COMPRESSED))
                        .apiCallAttemptTimeout(ATTEMPT_LIMIT)
                        .retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()))
                .build();
    }

    /** Removes the trace header, which AWS Lambda sets for services of AWS. */
    private static final class WithoutTrace implements ExecutionInterceptor {

        @Override
        public SdkHttpRequest modifyHttpRequest(
                Context.ModifyHttpRequest context, ExecutionAttributes executionAttributes) {
            return context.httpRequest().copy(request -> request.removeHeader("X-Amzn-Trace-Id"));
        }
    }

    /** Returns the proxy settings. The SDK's own support for the variables does not include ranges of addresses. */
    private ProxyConfiguration proxyFor(URI endpoint) {
        ProxyConfiguration.Builder configuration = ProxyConfiguration.builder()
                .useEnvironmentVariablesValues(false)
                .useSystemPropertyValues(false);
        try {
            proxies.proxyFor(endpoint).ifPresent(proxy -> {
                configuration.endpoint(URI.create("http://" + proxy.getHost() + ":" + Locations.portOf(proxy)));
                if (proxy.getUserInfo() != null) {
                    String[] account = proxy.getUserInfo().split(":", 2);
                    configuration.username(account[0]).password(account.length == 1 ? "" : account[1]);
                }
            });
        } catch (IllegalArgumentException notAProxy) {
            throw new EnvironmentException(Problem.error(notAProxy.getMessage()), notAProxy);
        }
        return configuration.build();
    }

    @PreDestroy
    void close() {
        clients.values().forEach(S3Client::close);
    }
}
