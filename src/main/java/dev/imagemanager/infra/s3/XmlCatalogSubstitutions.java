package dev.imagemanager.infra.s3;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import javax.xml.parsers.SAXParser;
import javax.xml.transform.sax.SAXSource;

/**
 * Excludes XML catalogs, and with them the JDK's second XML parser, from the native executable. Only S3 responses are
 * XML; the first parser reads them and would use the second one only for catalogs of external entities. The S3 client
 * rejects documents with entities.
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
