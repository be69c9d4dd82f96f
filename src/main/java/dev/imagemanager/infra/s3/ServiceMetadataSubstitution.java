package dev.imagemanager.infra.s3;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Excludes the endpoints of all AWS services, about 320 classes, from the native executable: {@link S3Clients} always
 * sets the endpoint. The SDK's general rule applies to unknown services.
 */
@TargetClass(className = "software.amazon.awssdk.regions.GeneratedServiceMetadataProvider")
final class ServiceMetadataSubstitution {

    private ServiceMetadataSubstitution() {}

    @Substitute
    @SuppressWarnings("unused") // The signature must match the original.
    public ServiceMetadata serviceMetadata(String endpointPrefix) {
        return null;
    }
}
