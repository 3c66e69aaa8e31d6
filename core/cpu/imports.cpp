// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/imports.h"

#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

namespace tocha::cpu {
namespace {

// What an ELF object says about itself.
struct Object {
  ElfW(Addr) base;
  const ElfW(Dyn) * dynamic = nullptr;
  ElfW(Addr) relro_begin = 0, relro_end = 0;
  const dl_phdr_info& info;

  explicit Object(const dl_phdr_info& of) : base(of.dlpi_addr), info(of) {
    for (int i = 0; i < info.dlpi_phnum; ++i) {
      const ElfW(Phdr)& part = info.dlpi_phdr[i];
      const ElfW(Addr) begin = base + part.p_vaddr;
      if (part.p_type == PT_DYNAMIC) dynamic = reinterpret_cast<const ElfW(Dyn)*>(begin);
      if (part.p_type == PT_GNU_RELRO) relro_begin = begin, relro_end = begin + part.p_memsz;
    }
  }
  bool holds(const void* address) const {
    const ElfW(Addr) offset = reinterpret_cast<ElfW(Addr)>(address) - base;
    for (int i = 0; i < info.dlpi_phnum; ++i) {
      const ElfW(Phdr)& part = info.dlpi_phdr[i];
      if (part.p_type == PT_LOAD && offset - part.p_vaddr < part.p_memsz) return true;
    }
    return false;
  }
  ElfW(Xword) number(ElfW(Sxword) tag) const {
    for (const ElfW(Dyn)* entry = dynamic; entry && entry->d_tag != DT_NULL; ++entry) {
      if (entry->d_tag == tag) return entry->d_un.d_val;
    }
    return 0;
  }
  // The loader turns the addresses in the table into real ones, except on some processors.
  template <class T>
  const T* table(ElfW(Sxword) tag) const {
    const ElfW(Addr) at = number(tag);
    return reinterpret_cast<const T*>(at == 0 || at >= base ? at : base + at);
  }
  std::string name() const {
    const ElfW(Xword) at = number(DT_SONAME);
    return at ? table<char>(DT_STRTAB) + at : "";
  }
  bool needs(std::string_view library) const {
    const char* names = table<char>(DT_STRTAB);
    for (const ElfW(Dyn)* entry = dynamic; entry && entry->d_tag != DT_NULL; ++entry) {
      if (entry->d_tag == DT_NEEDED && names + entry->d_un.d_val == library) return true;
    }
    return false;
  }
  // Calls visit(name, place) for each place that holds the address of a function from elsewhere.
  template <class Visit>
  void each_import(Visit&& visit) const {
    const auto* symbols = table<ElfW(Sym)>(DT_SYMTAB);
    const char* names = table<char>(DT_STRTAB);
    auto look = [&](ElfW(Sxword) tag, ElfW(Sxword) bytes_tag) {
      const auto* first = table<ElfW(Rela)>(tag);
      const ElfW(Xword) count = number(bytes_tag) / sizeof(ElfW(Rela));
      for (const ElfW(Rela)* entry = first; entry && entry < first + count; ++entry) {
        const auto symbol = ELF64_R_SYM(entry->r_info);
        if (symbol == 0 || symbols[symbol].st_shndx != SHN_UNDEF) continue;
        visit(names + symbols[symbol].st_name, reinterpret_cast<void**>(base + entry->r_offset));
      }
    };
    look(DT_JMPREL, DT_PLTRELSZ);
    look(DT_RELA, DT_RELASZ);
  }
};

using Visit = std::function<bool(const Object&)>;

// Visits the loaded objects until one answers true; was there one?
bool find_object(const Visit& visit) {
  auto each = [](dl_phdr_info* info, size_t, void* visit) {
    return int((*static_cast<const Visit*>(visit))(Object(*info)));
  };
  return dl_iterate_phdr(each, const_cast<Visit*>(&visit)) != 0;
}

void with_object(const void* inside, const std::function<void(const Object&)>& use) {
  find_object([&](const Object& object) {
    if (!object.holds(inside)) return false;
    use(object);
    return true;
  });
}

bool make_writable(const Object& object, bool writable) {
  if (object.relro_begin == object.relro_end) return true;
  const ElfW(Addr) page = ElfW(Addr)(sysconf(_SC_PAGESIZE));
  const ElfW(Addr) begin = object.relro_begin / page * page, end = object.relro_end / page * page;
  const int access = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  return mprotect(reinterpret_cast<void*>(begin), end - begin, access) == 0;
}

}  // namespace

std::string library_name(const void* inside) {
  std::string name;
  with_object(inside, [&](const Object& object) { name = object.name(); });
  return name;
}

bool needed_by_others(std::string_view library) {
  const void* here = reinterpret_cast<const void*>(&needed_by_others);
  return find_object(
      [&](const Object& object) { return !object.holds(here) && object.needs(library); });
}

void each_import(const void* inside, const std::function<void(std::string_view, void*)>& visit) {
  with_object(inside, [&](const Object& object) {
    object.each_import([&](const char* name, void** place) { visit(name, *place); });
  });
}

bool replace_imports(const void* inside, std::span<const Import> imports) {
  bool written = false;
  with_object(inside, [&](const Object& object) {
    if (!make_writable(object, true)) return;
    object.each_import([&](std::string_view name, void** place) {
      for (const Import& import : imports) {
        if (name == import.name) __atomic_store_n(place, import.function, __ATOMIC_RELEASE);
      }
    });
    make_writable(object, false);
    written = true;
  });
  return written;
}

}  // namespace tocha::cpu
