/*
 * What the JDK's libraries ask of the JVM, and an executable made by native-image has no JVM to answer. Functions that
 * are not here are never called; native-image.sh makes each of them end the program with its name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <jni.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void initialize(void) {}

int JVM_ActiveProcessorCount(void) {
  cpu_set_t processors;
  sched_getaffinity(0, sizeof processors, &processors);
  return CPU_COUNT(&processors);
}

void *JVM_FindLibraryEntry(void *library, const char *name) { return dlsym(library, name); }

jboolean JVM_IsStaticallyLinked(void) { return JNI_FALSE; }

char *JVM_NativePath(char *path) { return path; }

jstring JVM_GetTemporaryDirectory(JNIEnv *env) { return (*env)->NewStringUTF(env, "/tmp"); }

void JVM_BeforeHalt(void) {}

void JVM_Halt(int code) { exit(code); }

/* --- time -------------------------------------------------------------------------------------- */

static jlong nanoseconds(clockid_t clock, jlong offset_seconds) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (now.tv_sec - offset_seconds) * 1000000000LL + now.tv_nsec;
}

jlong JVM_CurrentTimeMillis(JNIEnv *env, jclass ignored) { return nanoseconds(CLOCK_REALTIME, 0) / 1000000; }

jlong JVM_NanoTime(JNIEnv *env, jclass ignored) { return nanoseconds(CLOCK_MONOTONIC, 0); }

/* -1: too far away for nanoseconds. */
jlong JVM_GetNanoTimeAdjustment(JNIEnv *env, jclass ignored, jlong offset_seconds) {
  jlong distance = time(NULL) - offset_seconds;
  return distance >= 1LL << 32 || distance <= -(1LL << 32) ? -1 : nanoseconds(CLOCK_REALTIME, offset_seconds);
}

/* --- monitors: each archive is read by one thread ------------------------------------------------ */

void *JVM_RawMonitorCreate(void) { return calloc(1, sizeof(long)); }

void JVM_RawMonitorDestroy(void *monitor) { free(monitor); }

jint JVM_RawMonitorEnter(void *monitor) { return 0; }

void JVM_RawMonitorExit(void *monitor) {}

/* --- text: at most the size, always ended, -1 when cut ------------------------------------------- */

int jio_vsnprintf(char *text, size_t size, const char *format, va_list values) {
  if ((long)size <= 0) {
    return -1;
  }
  int length = vsnprintf(text, size, format, values);
  if (length >= 0 && (size_t)length < size) {
    return length;
  }
  text[size - 1] = 0;
  return -1;
}

int jio_snprintf(char *text, size_t size, const char *format, ...) {
  va_list values;
  va_start(values, format);
  int length = jio_vsnprintf(text, size, format, values);
  va_end(values);
  return length;
}

int jio_vfprintf(FILE *stream, const char *format, va_list values) { return vfprintf(stream, format, values); }

int jio_fprintf(FILE *stream, const char *format, ...) {
  va_list values;
  va_start(values, format);
  int length = vfprintf(stream, format, values);
  va_end(values);
  return length;
}
