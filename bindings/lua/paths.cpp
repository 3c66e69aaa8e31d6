// SPDX-License-Identifier: BSD-3-Clause
// What the packages paths, sys and xlua need from the operating system: `tocha.paths`. Failures
// come back as nil, "name: reason", error number, as io.open gives them; lua/paths checks the
// arguments.
#include <dirent.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <memory>
#include <random>

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

namespace fs = std::filesystem;

fs::path path(Call& c, int i) { return fs::path(c.string(i)); }

// True, or what went wrong with `name`.
void push_status(Call& c, const std::error_code& error, int name) {
  if (!error) return c.push(true);
  lua_pushnil(c.L);
  c.pushed(1);
  c.push(concat(c.string(name), ": ", error.message()));
  c.push(double(error.value()));
}

void push_or_nil(Call& c, const fs::path& result, const std::error_code& error) {
  if (!error) return c.push(std::string_view(result.native()));
  lua_pushnil(c.L);
  c.pushed(1);
}

// 'file', 'directory', 'link' or 'other'; nil when there is nothing.
void kind(Call& c) {
  std::error_code error;
  const fs::file_status found =
      c.boolean(1) ? fs::status(path(c, 0), error) : fs::symlink_status(path(c, 0), error);
  switch (found.type()) {
    case fs::file_type::none:
    case fs::file_type::not_found:
      lua_pushnil(c.L);
      return c.pushed(1);
    case fs::file_type::regular:
      return c.push(std::string_view("file"));
    case fs::file_type::directory:
      return c.push(std::string_view("directory"));
    case fs::file_type::symlink:
      return c.push(std::string_view("link"));
    default:
      return c.push(std::string_view("other"));
  }
}

// The names in a directory, first '.' and '..'; nil when it cannot be read. (The iterator of
// std::filesystem ends the process where there is no memory.)
void list(Call& c) {
  std::vector<std::string> names = {".", ".."};
  {
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(path(c, 0).c_str()), closedir);
    errno = 0;
    while (const dirent* entry = folder ? readdir(folder.get()) : nullptr) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
      errno = 0;
    }
    if (!folder || errno != 0) {
      lua_pushnil(c.L);
      return c.pushed(1);
    }
  }
  lua_createtable(c.L, int(names.size()), 0);
  for (size_t i = 0; i < names.size(); ++i) {
    lua_pushlstring(c.L, names[i].data(), names[i].size());
    lua_rawseti(c.L, -2, int(i) + 1);
  }
  c.pushed(1);
}

// `prefix` with an ending that no file has yet.
void unique_name(Call& c) {
  static constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::random_device random;
  std::string name;
  std::error_code error;
  do {
    name = c.string(0);
    for (int i = 0; i < 12; ++i) name += kDigits[random() % 36];
  } while (fs::exists(fs::symlink_status(name, error)));
  c.push(std::string_view(name));
}

void uname(Call& c) {
  utsname system{};
  if (::uname(&system) != 0) return c.push(std::string_view("Unknown"));
  c.push(std::string_view(system.sysname));
  c.push(std::string_view(system.nodename));
  c.push(std::string_view(system.machine));
}

template <class Clock>
double seconds() {
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

// Not std::this_thread: that one would go on sleeping after a signal (Ctrl-C).
void sleep(Call& c) {
  const double wanted = c.number(0);
  if (!(wanted > 0)) return;
  timespec time;
  time.tv_sec = wanted < 1e9 ? time_t(wanted) : time_t(1e9);
  time.tv_nsec = wanted < 1e9 ? long((wanted - double(time.tv_sec)) * 1e9) : 0;
  nanosleep(&time, nullptr);
}

// The width of the terminal that file descriptor 1 (or the one given) is; nil when it is none.
void columns(Call& c) {
  const int file = int(c.integer(0, 1));
  if (!isatty(file)) {
    lua_pushnil(c.L);
    return c.pushed(1);
  }
  winsize window{};
  const bool known = ioctl(file, TIOCGWINSZ, &window) == 0 && window.ws_col > 0;
  c.push(double(known ? window.ws_col : 80));
}

constexpr Overload kPaths[] = {
    {"kind", "path:string, follow:bool", kind},
    {"dir", "path:string", list},
    {"mkdir", "path:string",
     [](Call& c) {
       std::error_code error;
       if (!fs::create_directory(path(c, 0), error) && !error) {
         error = std::make_error_code(std::errc::file_exists);
       }
       push_status(c, error, 0);
     }},
    {"rmdir", "path:string",
     [](Call& c) {
       const std::string name(c.string(0));
       const int failed = ::rmdir(name.c_str());
       push_status(c, failed ? std::error_code(errno, std::generic_category()) : std::error_code(),
                   0);
     }},
    {"cwd", "",
     [](Call& c) {
       std::error_code error;
       const fs::path here = fs::current_path(error);
       push_or_nil(c, here, error);
     }},
    {"program", "",
     [](Call& c) {
       std::error_code error;
       const fs::path program = fs::read_symlink("/proc/self/exe", error);
       push_or_nil(c, program, error);
     }},
    {"executable", "path:string",
     [](Call& c) { c.push(::access(std::string(c.string(0)).c_str(), X_OK) == 0); }},
    {"unique_name", "prefix:string", unique_name},
    {"uname", "", uname},
    {"clock", "", [](Call& c) { c.push(seconds<std::chrono::system_clock>()); }},
    {"ticks", "", [](Call& c) { c.push(seconds<std::chrono::steady_clock>()); }},
    {"sleep", "seconds:number", sleep},
    {"columns", "[file:integer]", columns},
};

}  // namespace

void open_paths(lua_State* L) {
  lua_newtable(L);
  add_functions(L, "paths.", kPaths);
  lua_setfield(L, -2, "paths");
}

}  // namespace tocha::lua
