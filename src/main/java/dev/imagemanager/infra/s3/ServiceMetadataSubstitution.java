package dev.imagemanager.infra.s3;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Leaves the endpoints of all services of AWS out of the native executable, some 320 classes: {@link S3Clients} always
 * names the endpoint. What is not known there has the SDK's general rule.
 */
@TargetClass(className = "software.amazon.awssdk.regions.GeneratedServiceMetadataProvider")
final class ServiceMetadataSubstitution {

    private ServiceMetadataSubstitution() {}

    @Substitute
    @SuppressWarnings("unused") // The signature is the original's.
    public ServiceMetadata serviceMetadata(String endpointPrefix) {
        return null;
    }
}
