/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The C interface of Tocha, for hosts in any language: tensors, a few operators on them, memory,
 * threads, and runtimes that run Lua scripts. C++ hosts have tocha::Runtime (runtime.h) too.
 *
 * Every function that can fail returns a tocha_status; what went wrong is then in
 * tocha_last_error() of the same thread, beginning with the function's name. No C++ exception
 * leaves these functions, nothing ends the process, nothing is printed. Handles made by a function
 * are freed by the caller. A handle may be used by one thread at a time; different handles, also of
 * tensors that share memory, by different threads. Dimensions and positions count from 0; error
 * texts count them from 1, as scripts do.
 *
 * Signal handlers of a host should be set with SA_ONSTACK, on threads with an alternate stack
 * (sigaltstack): oneDNN's matrix products keep the stack pointer in the heap for a moment.
 */
#ifndef TOCHA_H
#define TOCHA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TOCHA_EXPORT __attribute__((visibility("default")))

typedef enum {
  TOCHA_OK = 0,
  TOCHA_ERROR_CALLER = 1,      /* the arguments, or the script, are wrong */
  TOCHA_ERROR_ENVIRONMENT = 2, /* memory, a file or a device failed */
  TOCHA_ERROR_BUG = 3          /* an internal error; please report it */
} tocha_status;

/* Element types. In C++ any number may stand in a tocha_dtype, so that a wrong one can be refused.
 */
#ifdef __cplusplus
enum tocha_dtype : int {
#else
typedef enum {
#endif
  TOCHA_BYTE,  /* uint8_t */
  TOCHA_CHAR,  /* int8_t */
  TOCHA_SHORT, /* int16_t */
  TOCHA_INT,   /* int32_t */
  TOCHA_LONG,  /* int64_t */
  TOCHA_HALF,
  TOCHA_BFLOAT16,
  TOCHA_FLOAT,
  TOCHA_DOUBLE
#ifdef __cplusplus
};
#else
} tocha_dtype;
#endif

typedef struct tocha_tensor tocha_tensor;
typedef struct tocha_runtime tocha_runtime;

/* --- general --- */

/* The version of the library, "0.1". */
TOCHA_EXPORT const char* tocha_version(void);
/* What the latest failure on this thread was; "" if there was none. Valid until the next failure.
 */
TOCHA_EXPORT const char* tocha_last_error(void);

/* Into how many parts work started from this thread is cut; sets it (at least 1). At first it is
 * what OMP_NUM_THREADS says, or the processors that the process may use; of more parts than these
 * no more run at a time. */
TOCHA_EXPORT int tocha_num_threads(void);
TOCHA_EXPORT tocha_status tocha_set_num_threads(int count);

/* Host memory of all tensors in the process, in bytes. */
typedef struct {
  int64_t live;               /* in use by tensors */
  int64_t cached;             /* freed, kept for reuse */
  int64_t peak;               /* the largest `live` so far */
  int64_t system_allocations; /* how often the system was asked for memory */
} tocha_memory;
TOCHA_EXPORT tocha_memory tocha_memory_statistics(void);
/* Gives cached memory back to the system. */
TOCHA_EXPORT void tocha_memory_release(void);
/* Allows at most that many live bytes; 0: what the machine has. */
TOCHA_EXPORT tocha_status tocha_memory_limit(int64_t bytes);

/* --- tensors --- */

/* A tensor of `dim` sizes, elements uninitialised. Fails for sizes below 1 and when memory ends. */
TOCHA_EXPORT tocha_status tocha_tensor_new(tocha_dtype dtype, int dim, const int64_t* sizes,
                                           tocha_tensor** result);
/* The same with the elements copied from `data`, in row-major order. */
TOCHA_EXPORT tocha_status tocha_tensor_from(tocha_dtype dtype, int dim, const int64_t* sizes,
                                            const void* data, tocha_tensor** result);
/* A tensor over the host's memory, which is not copied. When no tensor uses it any more (scripts
 * may have kept views) release(context) is called, on whichever thread that happens; `release` may
 * be NULL. After a failure `release` is not called. */
TOCHA_EXPORT tocha_status tocha_tensor_wrap(tocha_dtype dtype, int dim, const int64_t* sizes,
                                            void* data, void (*release)(void* context),
                                            void* context, tocha_tensor** result);
/* Frees the handle; the elements live as long as a tensor uses them. NULL is allowed. */
TOCHA_EXPORT void tocha_tensor_free(tocha_tensor* tensor);

/* Questions. They cannot fail: NULL counts as a tensor without elements, a dimension that is not
 * there has size and stride 0. The data pointer is NULL where the host cannot read the memory. */
TOCHA_EXPORT tocha_dtype tocha_tensor_dtype(const tocha_tensor* tensor);
TOCHA_EXPORT int tocha_tensor_dim(const tocha_tensor* tensor);
TOCHA_EXPORT int64_t tocha_tensor_size(const tocha_tensor* tensor, int d);
TOCHA_EXPORT int64_t tocha_tensor_stride(const tocha_tensor* tensor, int d); /* in elements */
TOCHA_EXPORT int64_t tocha_tensor_numel(const tocha_tensor* tensor);
TOCHA_EXPORT int tocha_tensor_is_contiguous(const tocha_tensor* tensor);
TOCHA_EXPORT void* tocha_tensor_data(const tocha_tensor* tensor);

/* Views: new tensors over the same elements. */

/* `length` positions of dimension `d` from `start` on. */
TOCHA_EXPORT tocha_status tocha_tensor_narrow(const tocha_tensor* tensor, int d, int64_t start,
                                              int64_t length, tocha_tensor** result);
/* Position `index` of dimension `d`, which goes away. */
TOCHA_EXPORT tocha_status tocha_tensor_select(const tocha_tensor* tensor, int d, int64_t index,
                                              tocha_tensor** result);
/* Dimensions `d1` and `d2` exchanged. */
TOCHA_EXPORT tocha_status tocha_tensor_transpose(const tocha_tensor* tensor, int d1, int d2,
                                                 tocha_tensor** result);
/* Other sizes for a contiguous tensor; one of them may be -1: computed. */
TOCHA_EXPORT tocha_status tocha_tensor_view(const tocha_tensor* tensor, int dim,
                                            const int64_t* sizes, tocha_tensor** result);

/* Copies. */

/* A contiguous copy in memory of its own. */
TOCHA_EXPORT tocha_status tocha_tensor_clone(const tocha_tensor* tensor, tocha_tensor** result);
/* A tensor of another type with the elements converted; the same elements if the type is equal. */
TOCHA_EXPORT tocha_status tocha_tensor_convert(const tocha_tensor* tensor, tocha_dtype dtype,
                                               tocha_tensor** result);
/* Elements of `source` into `tensor`, converted; as many, or such that they broadcast. */
TOCHA_EXPORT tocha_status tocha_tensor_copy(tocha_tensor* tensor, const tocha_tensor* source);
/* `value` into every element. */
TOCHA_EXPORT tocha_status tocha_tensor_fill(tocha_tensor* tensor, double value);

/* Operators. `result` is resized to what comes out and may be one of the operands; all tensors have
 * one type. Sizes must be equal, equal in number of elements, or broadcast. */

/* a + alpha * b */
TOCHA_EXPORT tocha_status tocha_add(tocha_tensor* result, const tocha_tensor* a, double alpha,
                                    const tocha_tensor* b);
/* a + value */
TOCHA_EXPORT tocha_status tocha_add_number(tocha_tensor* result, const tocha_tensor* a,
                                           double value);
/* a * b, element by element */
TOCHA_EXPORT tocha_status tocha_mul(tocha_tensor* result, const tocha_tensor* a,
                                    const tocha_tensor* b);
/* a * value */
TOCHA_EXPORT tocha_status tocha_mul_number(tocha_tensor* result, const tocha_tensor* a,
                                           double value);

/* --- runtimes --- */

/* All fields may be 0. */
typedef struct {
  /* The folder with the Lua packages; NULL: $TOCHA_LUA, or found from where the library lies. */
  const char* lua_folder;
  /* Takes what scripts write (is_error: to io.stderr); NULL: the streams of the process. Called on
   * the thread that runs the script. The text does not end with a 0. */
  void (*log)(void* context, int is_error, const char* text, size_t length);
  void* context;
} tocha_runtime_options;

/* A Lua state of its own; `options` may be NULL. A process may have many. */
TOCHA_EXPORT tocha_status tocha_runtime_open(const tocha_runtime_options* options,
                                             tocha_runtime** result);
/* Frees all that the scripts left; tensors that the host holds stay. NULL is allowed. */
TOCHA_EXPORT void tocha_runtime_close(tocha_runtime* runtime);
/* Runs a piece of code (NUL-terminated). A failed script leaves its message and the Lua traceback
 * in tocha_last_error(); the runtime can be used on. */
TOCHA_EXPORT tocha_status tocha_runtime_run_string(tocha_runtime* runtime, const char* code);
/* Runs a file; `arguments` (count of them) are its `...` and the global `arg`. */
TOCHA_EXPORT tocha_status tocha_runtime_run_file(tocha_runtime* runtime, const char* name,
                                                 int count, const char* const* arguments);
/* Calls a Lua function ("f", or "module.f") with tensors. At most *result_count results are put
 * into `results`, which the caller frees, and *result_count becomes their number; it fails when
 * there are more, or others than tensors. `arguments` and `results` may be NULL where there are
 * none. */
TOCHA_EXPORT tocha_status tocha_runtime_call(tocha_runtime* runtime, const char* function,
                                             int argument_count, tocha_tensor* const* arguments,
                                             int* result_count, tocha_tensor** results);

#ifdef __cplusplus
}
#endif

#endif /* TOCHA_H */
