/** BuildKit's layer cache in an S3 service. */
package dev.imagemanager.infra.s3;
