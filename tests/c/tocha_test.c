/* SPDX-License-Identifier: BSD-3-Clause
 * tocha.h from C11: what a host in another language meets. Ends with the number of failed checks.
 */
#include <stdio.h>
#include <string.h>
#include <tocha/tocha.h>

static int failures;

#define CHECK(what)                                                      \
  do {                                                                   \
    if (!(what)) {                                                       \
      printf("line %d: %s [%s]\n", __LINE__, #what, tocha_last_error()); \
      ++failures;                                                        \
    }                                                                    \
  } while (0)
#define OK(call) CHECK((call) == TOCHA_OK)
#define FAILS(call, status, text)                 \
  do {                                            \
    CHECK((call) == (status));                    \
    CHECK(strcmp(tocha_last_error(), text) == 0); \
  } while (0)

static void count_release(void* context) { ++*(int*)context; }

static void test_tensors(void) {
  const float numbers[6] = {1, 2, 3, 4, 5, 6};
  const int64_t sizes[2] = {2, 3}, other[1] = {5}, flat[1] = {-1};
  tocha_tensor *a, *b, *row, *turned, *doubles, *five;
  OK(tocha_tensor_from(TOCHA_FLOAT, 2, sizes, numbers, &a));
  CHECK(tocha_tensor_dtype(a) == TOCHA_FLOAT && tocha_tensor_dim(a) == 2);
  CHECK(tocha_tensor_size(a, 1) == 3 && tocha_tensor_size(a, 2) == 0);
  CHECK(tocha_tensor_numel(a) == 6 && tocha_tensor_stride(a, 0) == 3);

  OK(tocha_tensor_select(a, 0, 1, &row));
  OK(tocha_tensor_fill(row, 7));
  CHECK(((float*)tocha_tensor_data(a))[5] == 7);
  OK(tocha_tensor_transpose(a, 0, 1, &turned));
  CHECK(!tocha_tensor_is_contiguous(turned) && tocha_tensor_size(turned, 0) == 3);
  OK(tocha_tensor_clone(turned, &b));
  CHECK(((float*)tocha_tensor_data(b))[1] == 7);
  tocha_tensor_free(b);
  OK(tocha_tensor_narrow(a, 1, 1, 2, &b));
  CHECK(*(float*)tocha_tensor_data(b) == 2);
  tocha_tensor_free(b);
  OK(tocha_tensor_view(a, 1, flat, &b));
  CHECK(tocha_tensor_size(b, 0) == 6);

  OK(tocha_add(a, a, 0.5, a));
  OK(tocha_mul_number(a, a, 2));
  OK(tocha_add_number(a, a, 1));
  CHECK(*(float*)tocha_tensor_data(a) == 4);
  OK(tocha_mul(a, a, a));
  CHECK(*(float*)tocha_tensor_data(a) == 16);
  OK(tocha_tensor_convert(a, TOCHA_DOUBLE, &doubles));
  CHECK(*(double*)tocha_tensor_data(doubles) == 16);
  OK(tocha_tensor_fill(doubles, 0.25));
  OK(tocha_tensor_copy(a, doubles));
  CHECK(*(float*)tocha_tensor_data(a) == 0.25);

  OK(tocha_tensor_new(TOCHA_FLOAT, 1, other, &five));
  FAILS(tocha_add(a, a, 1, five), TOCHA_ERROR_CALLER, "tocha_add: sizes 2x3 and 5 do not match");
  FAILS(tocha_add(a, a, 1, doubles), TOCHA_ERROR_CALLER,
        "tocha_add: types Float and Double do not match");
  FAILS(tocha_add(a, a, 1, NULL), TOCHA_ERROR_CALLER, "tocha_add: b is NULL");
  FAILS(tocha_tensor_new(99, 1, other, &b), TOCHA_ERROR_CALLER,
        "tocha_tensor_new: unknown element type 99");
  FAILS(tocha_tensor_new(TOCHA_FLOAT, 1, flat, &b), TOCHA_ERROR_CALLER,
        "tocha_tensor_new: sizes must be at least 1, got -1");
  tocha_tensor_free(a), tocha_tensor_free(b), tocha_tensor_free(row), tocha_tensor_free(turned);
  tocha_tensor_free(doubles), tocha_tensor_free(five), tocha_tensor_free(NULL);
}

static void test_memory(void) {
  const int64_t three[1] = {3}, huge[1] = {(int64_t)1 << 50};
  float numbers[3] = {1, 2, 3};
  int released = 0;
  tocha_tensor *t, *part;
  OK(tocha_tensor_wrap(TOCHA_FLOAT, 1, three, numbers, count_release, &released, &t));
  OK(tocha_tensor_narrow(t, 0, 1, 2, &part));
  OK(tocha_tensor_fill(part, 9));
  CHECK(numbers[0] == 1 && numbers[2] == 9);
  tocha_tensor_free(t);
  CHECK(released == 0);
  tocha_tensor_free(part);
  CHECK(released == 1);

  CHECK(tocha_tensor_new(TOCHA_DOUBLE, 1, huge, &t) == TOCHA_ERROR_ENVIRONMENT);
  CHECK(strncmp(tocha_last_error(), "tocha_tensor_new: out of memory", 31) == 0);
  OK(tocha_memory_limit(1 << 20));
  CHECK(tocha_tensor_new(TOCHA_BYTE, 1, (int64_t[]){2 << 20}, &t) == TOCHA_ERROR_ENVIRONMENT);
  OK(tocha_memory_limit(0));
  OK(tocha_set_num_threads(1));
  CHECK(tocha_num_threads() == 1);
  CHECK(tocha_set_num_threads(0) == TOCHA_ERROR_CALLER);
}

static char written[256];

static void keep(void* context, int is_error, const char* text, size_t length) {
  (void)context;
  strncat(written, is_error ? "!" : "", sizeof written - strlen(written) - 1);
  strncat(written, text, length);
}

static void test_runtime(void) {
  tocha_runtime* runtime;
  tocha_tensor *t, *results[1];
  int count = 1;
  OK(tocha_runtime_open(&(tocha_runtime_options){.log = keep}, &runtime));
  OK(tocha_runtime_run_string(runtime, "print('hello') io.stderr:write('oh')"));
  CHECK(strcmp(written, "hello\n!oh") == 0);
  CHECK(tocha_runtime_run_string(runtime, "error('boom')") == TOCHA_ERROR_CALLER);
  CHECK(strncmp(tocha_last_error(),
                "tocha_runtime_run_string: string:1: boom\nstack traceback:", 57) == 0);
  CHECK(tocha_runtime_run_file(runtime, "/no/such.lua", 0, NULL) == TOCHA_ERROR_CALLER);

  OK(tocha_runtime_run_string(runtime,
                              "function twice(t) return t * 2 end  function bad() return 1 end"));
  OK(tocha_tensor_from(TOCHA_FLOAT, 1, (int64_t[]){2}, (float[]){3, 4}, &t));
  OK(tocha_runtime_call(runtime, "twice", 1, &t, &count, results));
  CHECK(count == 1 && ((float*)tocha_tensor_data(results[0]))[1] == 8);
  FAILS(tocha_runtime_call(runtime, "bad", 0, NULL, &count, &t), TOCHA_ERROR_CALLER,
        "tocha_runtime_call: bad: result 1 is not a tensor");
  FAILS(tocha_runtime_run_string(NULL, ""), TOCHA_ERROR_CALLER,
        "tocha_runtime_run_string: runtime is NULL");
  FAILS(tocha_runtime_open(NULL, NULL), TOCHA_ERROR_CALLER, "tocha_runtime_open: result is NULL");
  tocha_runtime_close(runtime);
  CHECK(((float*)tocha_tensor_data(results[0]))[0] == 6); /* outlives its runtime */
  tocha_tensor_free(results[0]), tocha_tensor_free(t);
}

int main(void) {
  const int64_t live = tocha_memory_statistics().live;
  CHECK(strcmp(tocha_last_error(), "") == 0 && tocha_version()[0] != 0);
  test_tensors();
  test_memory();
  for (int i = 0; i < 3; ++i) {
    written[0] = 0;
    test_runtime();
  }
  CHECK(tocha_memory_statistics().live == live);
  tocha_memory_release();
  CHECK(tocha_memory_statistics().cached == 0);
  printf(failures ? "%d checks failed\n" : "all checks passed\n", failures);
  return failures;
}
