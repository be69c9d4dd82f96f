package dev.imagemanager.infra.s3;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import javax.xml.parsers.SAXParser;
import javax.xml.transform.sax.SAXSource;

/**
 * Leaves the second XML parser of the JDK out of the native executable, with schemas and all: the answers of S3, the only
 * XML there is, are read by the first, which would ask a catalog where to find external entities, and read that catalog
 * with the second. The S3 client refuses documents with entities.
 */
final class XmlCatalogSubstitutions {

    private XmlCatalogSubstitutions() {}

    private static UnsupportedOperationException noCatalogs() {
        return new UnsupportedOperationException("XML catalogs are not part of the native executable");
    }

    @TargetClass(className = "javax.xml.catalog.CatalogImpl")
    static final class Reading {

        private Reading() {}

        @Substitute
        private SAXParser getParser() {
            throw noCatalogs();
        }
    }

    @TargetClass(className = "javax.xml.catalog.CatalogResolverImpl")
    static final class Resolving {

        private Resolving() {}

        @Substitute
        private void setEntityResolver(SAXSource source) {
            throw noCatalogs();
        }
    }
}
