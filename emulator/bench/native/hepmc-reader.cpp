// Reads an event file with the HepMC3 library: prints events, particles, and processor seconds.
//   g++ -O2 hepmc-reader.cpp -lHepMC3 -o hepmc-reader && ./hepmc-reader HepMC3 FILE
#include <ctime>
#include <iostream>
#include <memory>
#include <string>
#include "HepMC3/GenEvent.h"
#include "HepMC3/ReaderAscii.h"
#include "HepMC3/ReaderAsciiHepMC2.h"
#include "HepMC3/ReaderHEPEVT.h"
#include "HepMC3/ReaderLHEF.h"

using namespace HepMC3;

static std::shared_ptr<Reader> readerOf(const std::string &format, const std::string &path) {
  if (format == "HepMC3") return std::make_shared<ReaderAscii>(path);
  if (format == "HepMC2") return std::make_shared<ReaderAsciiHepMC2>(path);
  if (format == "LHE") return std::make_shared<ReaderLHEF>(path);
  if (format == "HEPEVT") return std::make_shared<ReaderHEPEVT>(path);
  return nullptr;
}

int main(int count, char **words) {
  const auto reader = count == 3 ? readerOf(words[1], words[2]) : nullptr;
  if (!reader) {
    std::cerr << "usage: hepmc-reader HepMC3|HepMC2|LHE|HEPEVT FILE\n";
    return 2;
  }
  const std::clock_t began = std::clock();
  long events = 0;
  long particles = 0;
  for (;;) {
    GenEvent event(Units::GEV, Units::MM);
    if (!reader->read_event(event) || reader->failed()) break;
    events++;
    particles += event.particles().size();
  }
  const double seconds = double(std::clock() - began) / CLOCKS_PER_SEC;
  std::cout << events << ' ' << particles << ' ' << seconds << '\n';
}
