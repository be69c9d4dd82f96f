/*
 * What an executable made by native-image expects of its C library of helpers: enough of it to run tests on the machine
 * that made it. English, no limits of containers, no attaching; the processor is taken to be able to do what it has to.
 */
#define _GNU_SOURCE
#include "amd64cpufeatures.h"
#include "svm_locale.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <unistd.h>

/* --- the process ------------------------------------------------------------------------------ */

extern char **environ;

char **getEnviron(void) { return environ; }

int getThreadId(void) { return (int)syscall(SYS_gettid); }

long getThreadUserTimeSlow(int thread) { return -1; }

/* Functions with a variable number of arguments, with the fixed ones that are needed. */
int fprintfSD(FILE *stream, const char *format, char *text, int number) {
  return fprintf(stream, format, text, number);
}

int openSII(const char *path, int flags, int mode) { return open(path, flags, mode); }

void *mremapP(void *old, size_t old_size, size_t new_size, int flags, void *new) {
  return mremap(old, old_size, new_size, flags, new);
}

/* The name of the time zone, which the caller frees. */
char *SVM_FindJavaTZmd(const char *mappings, int length) {
  const char *zone = getenv("TZ");
  if (zone && *zone) {
    return strdup(*zone == ':' ? zone + 1 : zone);
  }
  char target[512];
  ssize_t size = readlink("/etc/localtime", target, sizeof target - 1);
  if (size > 0) {
    target[size] = 0;
    char *name = strstr(target, "zoneinfo/");
    if (name) {
      return strdup(name + strlen("zoneinfo/"));
    }
  }
  return strdup("UTC");
}

static const svm_locale_props_t english = {"en", "", "US", "", "en", "", "US", ""};

int svm_initialize_locale(void) { return SVM_LOCALE_INITIALIZATION_SUCCEEDED; }

const svm_locale_props_t *svm_get_locale(void) { return &english; }

/* --- the processor ---------------------------------------------------------------------------- */

void determineCPUFeatures(CPUFeatures *features) {
  memset(features, 0, sizeof *features);
  /* What every amd64 has. */
  features->fCX8 = features->fCMOV = features->fFXSR = features->fMMX = 1;
  features->fSSE = features->fSSE2 = features->fTSC = 1;
}

/* 0: all that is needed is there. */
int checkCPUFeatures(const char *needed) { return 0; }

void checkCPUFeaturesOrExit(const char *needed, const char *message) {}

void codeSynchronization_clearCache(long start, long length) {}

/* --- signals: a counter for each, and a semaphore that wakes who dispatches them ---------------- */

static volatile long pending[NSIG];
static sem_t wake;
static int open_once;

int cSunMiscSignal_open(void) {
  if (__sync_val_compare_and_swap(&open_once, 0, 1)) {
    errno = EBUSY;
    return -1;
  }
  for (int number = 0; number < NSIG; number++) {
    pending[number] = 0;
  }
  return sem_init(&wake, 0, 0);
}

int cSunMiscSignal_close(void) {
  open_once = 0;
  return sem_destroy(&wake);
}

int cSunMiscSignal_awaitSemaphore(void) { return sem_wait(&wake); }

int cSunMiscSignal_signalSemaphore(void) { return sem_post(&wake); }

int cSunMiscSignal_signalRangeCheck(int number) { return number > 0 && number < NSIG; }

int cSunMiscSignal_checkPendingSignal(void) {
  for (int number = 1; number < NSIG; number++) {
    long count;
    while ((count = pending[number]) > 0) {
      if (__sync_bool_compare_and_swap(&pending[number], count, count - 1)) {
        return number;
      }
    }
  }
  return -1;
}

static void count(int number) {
  int error = errno;
  __sync_fetch_and_add(&pending[number], 1);
  sem_post(&wake);
  errno = error;
}

sighandler_t cSunMiscSignal_signalHandlerFunctionPointer(void) { return count; }

/* --- containers: none -------------------------------------------------------------------------- */

int svm_container_initialize(int version) { return 0; }

unsigned long svm_container_physical_memory(void) {
  struct sysinfo machine;
  sysinfo(&machine);
  return machine.totalram * machine.mem_unit;
}

int svm_container_active_processor_count(void) {
  cpu_set_t processors;
  sched_getaffinity(0, sizeof processors, &processors);
  return CPU_COUNT(&processors);
}

#define UNLIMITED(name)                                                                                               \
  long svm_container_##name##_in_bytes(void) { return -1; }
UNLIMITED(memory_limit)
UNLIMITED(memory_and_swap_limit)
UNLIMITED(memory_soft_limit)
UNLIMITED(memory_usage)
UNLIMITED(memory_max_usage)
UNLIMITED(rss_usage)
UNLIMITED(cache_usage)

/* --- the JDK's own libraries, which tell by their name that they are linked into the executable -- */

static int load(const char *library, void *vm, void *reserved) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_NOLOAD);
  if (!handle) {
    fprintf(stderr, "%s is not loaded: %s\n", library, dlerror());
    abort();
  }
  int (*on_load)(void *, void *) = (int (*)(void *, void *))dlsym(handle, "JNI_OnLoad");
  if (on_load) {
    on_load(vm, reserved);
  }
  return 0x00010008; /* JNI 1.8, the first that knows libraries of this kind */
}

#define LIBRARY(name)                                                                                                  \
  int JNI_OnLoad_##name(void *vm, void *reserved) { return load("lib" #name ".so", vm, reserved); }
LIBRARY(java)
LIBRARY(net)
LIBRARY(nio)
LIBRARY(zip)
LIBRARY(extnet)
LIBRARY(jimage)
LIBRARY(management)
LIBRARY(management_ext)
LIBRARY(prefs)
LIBRARY(verify)
