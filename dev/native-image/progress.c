/* What the builder asks while it reports its progress. */
#include <jni.h>
#include <sys/resource.h>

#define BUILDER(name) Java_com_oracle_svm_hosted_ProgressReporterCHelper_##name

JNIEXPORT jlong JNICALL BUILDER(getPeakRSS0)(JNIEnv *env, jclass ignored) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * 1024L;
}

JNIEXPORT jint JNICALL BUILDER(getTerminalWindowColumns0)(JNIEnv *env, jclass ignored) { return 120; }
