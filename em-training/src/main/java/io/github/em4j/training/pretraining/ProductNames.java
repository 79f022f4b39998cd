package io.github.em4j.training.pretraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Invents titles of products from word lists: makers, lines, models and what shops say of them. */
final class ProductNames {
  private static final String[] SYLLABLES = {
    "al", "an", "ar", "be", "ca", "cor", "da", "del", "do", "el", "en", "fa", "fen", "ga", "gri",
    "ha", "hel", "in", "jo", "ka", "kel", "la", "len", "lo", "ma", "mer", "mi", "na", "nex", "no",
    "or", "pa", "pen", "qui", "ra", "ren", "ro", "sa", "sel", "so", "ta", "tel", "ti", "to", "tron",
    "ul", "va", "vel", "vi", "wa", "wi", "xa", "ya", "za", "zen"
  };

  private static final List<Category> CATEGORIES =
      categories(
          """
          printer,laser printer,inkjet printer,multifunction printer|mono,color,duplex,network,all-in-one,a4,a3|20 22 28 33 40 ppm;1200 2400 dpi|m
          toner cartridge,ink cartridge,drum unit,maintenance kit|black,cyan,magenta,yellow,high yield,tri-color|1500 2500 3000 6000 12000 pages;2 4 pack|m
          hard drive,internal hard drive,external drive,portable drive,ssd,solid state drive|sata,nvme,usb 3.0,2.5",3.5",m.2|120 250 256 500 512 gb;1 2 4 8 10 12 tb;5400 7200 rpm|m
          memory,memory module,ram kit,desktop memory,laptop memory|ddr,ddr2,ddr3,ddr4,so-dimm,ecc,unbuffered|2 4 8 16 32 gb;333 667 1333 1600 2666 3200 mhz|m
          memory card,flash drive,usb stick,sdhc card,microsd card|class 10,uhs-i,with adapter|4 8 16 32 64 128 gb|l
          headphones,earphones,headset,earbuds|wireless,wired,noise cancelling,in-ear,over-ear,bluetooth,black,white,red|20 30 40 hours|m
          digital camera,compact camera,dslr camera,camcorder,webcam|black,silver,red,body only,with lens kit,hd|7 8 10 12 16 24 mp;3 4 10 20 x|m
          lens,zoom lens,telephoto lens,macro lens|for full frame,image stabilizer,f/1.8,f/2.8,f/4|24 35 50 85 100 200 mm|l
          lcd tv,led tv,plasma tv,hdtv,smart tv,monitor,lcd monitor|1080p,720p,4k,widescreen,black,curved|19 22 24 32 40 42 46 50 55 65 inch;60 120 144 hz|m
          laptop,notebook,netbook,tablet,desktop pc,workstation|windows 7 home,windows 10 pro,core i5,core i7,dual core,black,silver|4 8 16 gb;250 320 500 gb;13.3 14 15.6 17 inch|m
          phone,smartphone,cordless phone,two-way radio|unlocked,dual sim,black,white,gold,blue,with answering machine|16 32 64 128 256 gb|m
          case,leather case,sleeve,backpack,laptop bag,screen protector|for tablet,for phone,black,brown,pink,blue|10 13 15 17 inch|l
          keyboard,mouse,gaming mouse,wireless keyboard,game controller|usb,bluetooth,optical,black,white,ergonomic,mechanical|800 1600 16000 dpi|m
          router,wireless router,ethernet switch,access point,network adapter,modem|dual band,managed,gigabit,usb,wireless-n,poe|5 8 16 24 48 port;54 150 300 1200 mbps|m
          office suite,accounting software,tax software,payroll software|standard,professional,home and student,premium,small business,upgrade,full version,academic,windows,mac|2003 2004 2005 2006 2007 2008 2010 v;1 3 5 10 user|s
          antivirus,internet security,firewall,backup software,disk utility|standard,deluxe,enterprise,renewal,upgrade,license,small box,retail,windows,mac,linux|2005 2006 2007 2008 v;1 2 3 5 10 25 user;1 2 3 year|s
          photo editor,video editor,design suite,animation studio,font collection,web designer|standard,premium,elements,extended,upgrade,full version,academic,mac,windows,cd,dvd|1 2 3 4 5 6 7 8 9 10 11 v|s
          language course,typing tutor,encyclopedia,math learning system,reading adventure|spanish,french,german,italian,levels,grade,homeschool,student,teacher,mac,windows,cd-rom|1 2 3 4 5 6 k|s
          strategy game,racing game,flight simulator,puzzle game,role playing game,card games|xbox,ps2,ps3,wii,pc,mac,platinum,gold edition,expansion pack,collection|1 2 3 4 5 v|s
          database server,server license,developer tools,client access license,terminal services|standard,enterprise,developer,upgrade,academic,media only,volume license,windows,linux|1 5 10 25 50 user;2000 2003 2005 2008 v|s
          blender,coffee maker,toaster,food processor,mixer,rice cooker,espresso machine|stainless steel,black,white,red,programmable,replacement|4 6 10 12 cup;300 500 700 1000 w|m
          refrigerator,dishwasher,washer,dryer,range hood,air conditioner,microwave oven|white,black,stainless steel,built-in,energy star,countertop|18 21 25 cu;24 30 36 inch;5000 8000 12000 btu|m
          vacuum cleaner,steam mop,iron,air purifier,fan,heater,humidifier|upright,canister,bagless,cordless,hepa,white,purple|12 14 18 v;10 16 20 inch|m
          car stereo,subwoofer,speaker,amplifier,home theater,soundbar,receiver|in-dash,powered,bookshelf,bluetooth,black,pair|2 4 5.1 7.1 channel;8 10 12 inch;100 200 400 800 w|m
          running shoes,sneakers,boots,jacket,cap,t-shirt,sunglasses|mens,womens,kids,black,white,navy,red,leather,polarized|7 8 9 10 11 size|l
          watch,chronograph watch,sports watch,smart watch|mens,womens,automatic,quartz,black dial,blue dial,steel bracelet,leather strap|36 38 40 42 44 mm|m
          drum head,guitar,guitar strings,keyboard stand,microphone|clear,coated,acoustic,electric,black,light,medium|8 10 12 13 14 22 inch|m
          bicycle chain,derailleur,brake pad,tire,cassette,crankset,disc brake|front,rear,left,right,black,tubeless,folding|8 9 10 11 12 speed;26 27.5 29 inch|m
          drill,cordless drill,circular saw,sander,screwdriver set,tripod,flashlight|with case,bare tool,lithium,brushless,aluminium,black|12 14.4 18 20 36 v|m
          cable,hdmi cable,usb cable,power adapter,battery,charger,surge protector|black,white,male to female,gold plated,shielded,replacement|3 6 10 15 25 ft;1 2 3 5 m;1500 2200 3400 mah|l
          """);

  private final List<String> makers = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  /** How a maker names what it sells. */
  private enum Naming {
    MODEL,
    LINE,
    SOFTWARE
  }

  private record Category(
      List<String> nouns, List<String> features, List<String> quantities, Naming naming) {}

  ProductNames(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      makers.add(name(random, random.nextInt(2, 4)));
      lines.add(name(random, random.nextInt(1, 4)));
    }
  }

  private static List<Category> categories(String text) {
    return text.lines()
        .map(
            line -> {
              String[] fields = line.split("\\|", -1);
              Naming naming =
                  switch (fields[3].charAt(0)) {
                    case 'm' -> Naming.MODEL;
                    case 'l' -> Naming.LINE;
                    default -> Naming.SOFTWARE;
                  };
              return new Category(
                  List.of(fields[0].split(",", -1)),
                  List.of(fields[1].split(",", -1)),
                  List.of(fields[2].split(";", -1)),
                  naming);
            })
        .toList();
  }

  private static String name(SplittableRandom random, int syllables) {
    var name = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  String invent(SplittableRandom random) {
    Category category = any(CATEGORIES, random);
    var parts = new ArrayList<String>();
    parts.add(any(makers, random));
    if (category.naming() != Naming.MODEL || random.nextInt(3) == 0) {
      parts.add(any(lines, random));
    }
    var details = new ArrayList<String>();
    details.add(any(category.nouns(), random));
    if (random.nextInt(3) > 0) {
      details.add(quantity(any(category.quantities(), random), category.naming(), random));
    }
    for (int features = random.nextInt(4); features > 0; features--) {
      String feature = any(category.features(), random);
      if (!details.contains(feature)) {
        details.add(random.nextInt(details.size() + 1), feature);
      }
    }
    boolean hasModel =
        category.naming() == Naming.MODEL
            ? random.nextInt(8) > 0
            : random.nextInt(category.naming() == Naming.SOFTWARE ? 10 : 4) == 0;
    if (hasModel) {
      details.add(random.nextInt(3) > 0 ? 0 : details.size(), model(random));
    }
    parts.addAll(details);
    return String.join(" ", parts);
  }

  private static String quantity(String spec, Naming naming, SplittableRandom random) {
    String[] words = spec.split(" ", -1);
    String number = words[random.nextInt(words.length - 1)];
    String unit = words[words.length - 1];
    if (unit.equals("v") && naming == Naming.SOFTWARE) {
      return switch (random.nextInt(4)) {
        case 0 -> "v" + number;
        case 1 -> number.length() > 2 ? number : number + "." + random.nextInt(6);
        case 2 -> number.length() > 2 ? number : "version " + number;
        default -> number;
      };
    }
    return random.nextBoolean() ? number + unit : number + " " + unit;
  }

  static String model(SplittableRandom random) {
    var model = new StringBuilder();
    if (random.nextInt(5) > 0) {
      for (int letters = random.nextInt(1, 5); letters > 0; letters--) {
        model.append((char) ('a' + random.nextInt(26)));
      }
      model.append(random.nextInt(3) == 0 ? "-" : "");
    }
    for (int digits = random.nextInt(3, model.isEmpty() ? 8 : 6); digits > 0; digits--) {
      model.append((char) ('0' + random.nextInt(10)));
    }
    for (int letters = Math.max(0, random.nextInt(5) - 2); letters > 0; letters--) {
      model.append((char) ('a' + random.nextInt(26)));
    }
    return random.nextBoolean() ? model.toString().toUpperCase(Locale.ROOT) : model.toString();
  }

  private static <T> T any(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }
}
