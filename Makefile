# The commands of this project. On a fresh Debian 12 or 13 with git and make, `make train` and `make
# test` do all the set-up: what is missing is installed from packages (with sudo where not root).

BUILD   ?= build
PRESET  ?= release
PREFIX  ?= /usr/local
JOBS    ?= $(shell nproc)
PYTHON   = .venv/bin/python

SOURCES  = $(shell git ls-files 'core/*.h' 'core/*.cpp' 'bindings/*.h' 'bindings/*.cpp' 'cuda/*.h' \
             'cuda/*.cu' 'cuda/*.cuh' 'cuda/*.cpp' 'tests/*.h' 'tests/*.cpp')

# $(call generate,preset,folder): runs CMake; afresh where the cache is that of another folder, from
# which this one was moved or copied.
define generate
	@cache="$(2)/CMakeCache.txt"; \
	    from=$$(sed -n 's/^CMAKE_CACHEFILE_DIR:INTERNAL=//p' "$$cache" 2> /dev/null); \
	if [ -n "$$from" ] && [ ! "$$from/CMakeCache.txt" -ef "$$cache" ]; then \
	    echo "$(2) was made as $$from: it is made anew"; \
	    rm -rf "$$cache" "$(2)/CMakeFiles"; \
	fi
	cmake --preset $(1) $(3) -DTOCHA_LUAJIT_SOURCE="$(LUAJIT_SOURCE)"
endef

# LuaJIT's source: the folder LUAJIT_SOURCE, or fetched.
luajit = $(if $(LUAJIT_SOURCE),,@cmake/luajit_source.sh .luajit)

# What is installed first, see cmake/packages.sh.
PACKAGES = build
train test asan tsan: PACKAGES = build data

.PHONY: all configure train test test-large asan tsan fuzz fuzz-fields bench format lint install uninstall clean

all: configure
	cmake --build $(BUILD) -j $(JOBS)

configure:
	@cmake/packages.sh $(PACKAGES)
	$(luajit)
	$(call generate,$(PRESET),$(BUILD),-DCMAKE_INSTALL_PREFIX=$(PREFIX))

# Nothing is built but what training needs: not the tests, nor the libraries for GPUs and for hosts.
train: configure
	@[ -e $(BUILD)/bin/th ] || echo "building th: 6 to 8 minutes of processor time, shared by $(JOBS) cores; then training starts"
	cmake --build $(BUILD) -j $(JOBS) --target th
	@echo "training starts: each of its epochs takes some seconds"
	$(BUILD)/th examples/fashion-mnist/train.lua $(ARGS)

test: all
	@command -v nvcc > /dev/null && echo "nvcc found: the CUDA library is built" \
	    || echo "nvcc not found: the CUDA library is not built"
	ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS)

# Tensors of more than 2^31 elements: 10 GB of memory, 2 GB of /tmp, some minutes.
test-large: all
	ctest --test-dir $(BUILD) --output-on-failure -C slow -L slow

# The same tests under the sanitizers, one at a time: they take much memory. What is no finding of ours,
# and why, stands in the files of suppressions. Threads do not depend on instruction sets: tsan builds
# the kernels for one.
asan: export LSAN_OPTIONS = suppressions=$(CURDIR)/tests/support/lsan.supp:print_suppressions=0
asan: export UBSAN_OPTIONS = print_stacktrace=1
tsan: export TSAN_OPTIONS = suppressions=$(CURDIR)/tests/support/tsan.supp:halt_on_error=0:die_after_fork=0
asan tsan:
	@cmake/packages.sh $(PACKAGES)
	$(luajit)
	$(call generate,$@,build-$@)
	cmake --build build-$@ -j $(JOBS)
	ctest --test-dir build-$@ --output-on-failure

# Hostile values for every field of every class of nn, in Lua and in C++, under the sanitizers.
fuzz-fields: export ASAN_OPTIONS = detect_leaks=0
fuzz-fields:
	@cmake/packages.sh build
	$(luajit)
	$(call generate,asan,build-asan)
	cmake --build build-asan -j $(JOBS) --target th tocha-lua fuzz-fields-host
	ctest --test-dir build-asan --output-on-failure -C fuzz -L fuzz

# TIME seconds of hostile inputs for each target of tests/fuzz, with clang's libFuzzer.
fuzz: TIME ?= 60
fuzz:
	@cmake/packages.sh build fuzz
	$(luajit)
	$(call generate,fuzz,build-fuzz)
	cmake --build build-fuzz -j $(JOBS) --target fuzzers
	tests/fuzz/run.sh build-fuzz $(TIME)

# Ours beside PyTorch's CPU build, which comes into .venv; nothing else needs it.
bench: all
	@cmake/packages.sh bench
	cmake --build $(BUILD) --target bench-native
	[ -x $(PYTHON) ] || { python3 -m venv .venv && .venv/bin/pip install -q torch numpy; }
	$(PYTHON) tests/bench/bench.py $(BUILD) $(ARGS)

format:
	@cmake/packages.sh lint
	clang-format -i $(SOURCES)

# clang-tidy reads what this machine compiles, with the assertions, which tell it what holds; on its
# standard error it only counts what it does not report.
lint: configure
	@cmake/packages.sh lint
	clang-format --dry-run -Werror $(SOURCES)
	luacheck -q lua examples tests
	sed -n 's|.*"file": "$(CURDIR)/\(.*\.cpp\)".*|\1|p' $(BUILD)/compile_commands.json | sort -u | \
	    xargs -P $(JOBS) -n 1 clang-tidy --quiet -p $(BUILD) --extra-arg=-UNDEBUG 2> /dev/null

install: configure
	cmake --build $(BUILD) -j $(JOBS) --target product
	cmake --install $(BUILD)
	@echo "installed in $(DESTDIR)$(PREFIX)"

# Removes what the last `make install` put there, and the folders that are empty then.
uninstall:
	@[ -e $(BUILD)/install_manifest.txt ] || { echo "$(BUILD) has no list of installed files"; exit 1; }
	@prefix=$$(sed -n 's/^CMAKE_INSTALL_PREFIX:PATH=//p' $(BUILD)/CMakeCache.txt); \
	sed -e '$$a\' $(BUILD)/install_manifest.txt | while read -r file; do \
	    rm -f "$(DESTDIR)$$file"; \
	    folder=$$(dirname "$${file#$$prefix/}"); \
	    [ ! -d "$(DESTDIR)$$prefix/$$folder" ] || \
	        (cd "$(DESTDIR)$$prefix" && rmdir -p --ignore-fail-on-non-empty "$$folder"); \
	done; \
	rm $(BUILD)/install_manifest.txt; \
	echo "uninstalled from $(DESTDIR)$$prefix"

clean:
	rm -rf $(BUILD) .luajit build-asan build-tsan build-fuzz build-debug
