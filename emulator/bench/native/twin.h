// What native twins share: columns from the file that `b2l1 bench --native` hands over, processor
// time of so many calls, and checksums of the results, which must be those of our own code.
//   TWIN INPUT CALLS
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

/** Name of a type of numbers in the input: f8, i4, u2 … */
template <class T>
std::string typeName() {
  const char kind = std::is_floating_point_v<T> ? 'f' : std::is_signed_v<T> ? 'i' : 'u';
  return kind + std::to_string(sizeof(T));
}

/** The checksum of zlib. */
inline std::uint32_t crc32(const void* start, std::size_t length) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t byte = 0; byte < 256; byte++) {
      std::uint32_t value = byte;
      for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ (value & 1 ? 0xedb88320u : 0u);
      made[byte] = value;
    }
    return made;
  }();
  const auto* bytes = static_cast<const unsigned char*>(start);
  std::uint32_t sum = ~0u;
  for (std::size_t at = 0; at < length; at++) sum = table[(sum ^ bytes[at]) & 255] ^ (sum >> 8);
  return ~sum;
}

/** One run of a twin, from its command line. */
class Twin {
 public:
  Twin(int count, char** words) {
    if (count != 3) fail("give an input and a number of calls");
    std::ifstream file(words[1], std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
    calls = std::atoi(words[2]);
    const std::size_t end = bytes.find("\n\n");
    if (bytes.rfind("b2l1 twin\n", 0) != 0 || end == std::string::npos) fail("this is no input");
    std::istringstream header(bytes.substr(0, end));
    std::string line;
    std::getline(header, line);
    std::size_t at = padded(end + 2);
    for (Place place; header >> place.name >> place.type >> place.length;) {
      place.start = at;
      at = padded(at + place.length * (place.type.back() - '0'));
      places[place.name] = place;
    }
    if (at > bytes.size()) fail("the input is cut off");
  }

  /** A column of the input. */
  template <class T>
  std::span<const T> column(const std::string& name) const {
    const auto found = places.find(name);
    if (found == places.end() || found->second.type != typeName<T>())
      fail("the input has no column " + name + " of type " + typeName<T>());
    const Place& place = found->second;
    return {reinterpret_cast<const T*>(bytes.data() + place.start), place.length};
  }

  /** The one number of a column of length 1. */
  template <class T>
  T number(const std::string& name) const {
    return column<T>(name)[0];
  }

  /** Calls `work` once to warm up and then as often as the command line says, and tells the time. */
  template <class Work>
  void measure(Work work) const {
    work();
    const double began = processorSeconds();
    for (int call = 0; call < calls; call++) work();
    std::printf("seconds %.9f\n", processorSeconds() - began);
  }

  /** Tells the checksum of a column of results, under the name that our own code gives it. */
  template <class T>
  void result(const std::string& name, const std::vector<T>& values) const {
    std::printf("%s %zu %u\n", name.c_str(), values.size(),
                crc32(values.data(), values.size() * sizeof(T)));
  }

 private:
  struct Place {
    std::string name;
    std::string type;
    std::size_t length = 0;
    std::size_t start = 0;
  };

  std::string bytes;
  std::map<std::string, Place> places;
  int calls = 0;

  static std::size_t padded(std::size_t length) { return (length + 7) / 8 * 8; }

  static double processorSeconds() {
    std::timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  }

  [[noreturn]] static void fail(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(2);
  }
};
