// SPDX-License-Identifier: BSD-3-Clause
// To be preloaded (LD_PRELOAD): makes requests for memory fail, of whatever library. From the n-th
// request on as many fail as asked for: TOCHA_FAIL_FROM and TOCHA_FAIL_COUNT in the environment, or a
// call of fail_requests(n, count), n counted from that call; n = 0 ends it.
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static atomic_long requests, first, end;

void fail_requests(long n, long count) {
  const long now = atomic_load(&requests);
  atomic_store(&end, 0);
  atomic_store(&first, now + n);
  if (n > 0) atomic_store(&end, now + n + count);
}

long requests_so_far(void) { return atomic_load(&requests); }

__attribute__((constructor)) static void read_environment(void) {
  const char *from = getenv("TOCHA_FAIL_FROM"), *count = getenv("TOCHA_FAIL_COUNT");
  if (from) fail_requests(atol(from), count ? atol(count) : 1);
}

static int fails(void) {
  const long n = atomic_fetch_add(&requests, 1) + 1;
  if (n < atomic_load(&first) || n >= atomic_load(&end)) return 0;
  errno = ENOMEM;
  return 1;
}

void *malloc(size_t size) { return fails() ? NULL : __libc_malloc(size); }
void *calloc(size_t n, size_t size) { return fails() ? NULL : __libc_calloc(n, size); }
void *realloc(void *block, size_t size) { return fails() ? NULL : __libc_realloc(block, size); }
void *memalign(size_t alignment, size_t size) {
  return fails() ? NULL : __libc_memalign(alignment, size);
}
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void **block, size_t alignment, size_t size) {
  if (fails()) return ENOMEM;
  *block = __libc_memalign(alignment, size);
  return *block ? 0 : ENOMEM;
}
void *mmap(void *at, size_t size, int protection, int flags, int file, off_t offset) {
  if (fails()) return MAP_FAILED;
  return (void *)syscall(SYS_mmap, at, size, protection, flags, file, offset);
}
void *mmap64(void *at, size_t size, int protection, int flags, int file, off_t offset) {
  return mmap(at, size, protection, flags, file, offset);
}
