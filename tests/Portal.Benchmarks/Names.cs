using Portal.Features.Patients.Registration;

namespace Portal.Benchmarks;

/// <summary>Names that are spread as people's are: some family names are common, most are rare.</summary>
internal static class Names
{
    private static readonly string[] Given =
    [
        "James", "Mary", "Robert", "Patricia", "John", "Jennifer", "Michael", "Linda", "David", "Elizabeth", "William", "Barbara", "Richard", "Susan", "Joseph",
        "Jessica", "Thomas", "Karen", "Charles", "Sarah", "Christopher", "Lisa", "Daniel", "Nancy", "Matthew", "Sandra", "Anthony", "Betty", "Mark", "Ashley",
        "Donald", "Emily", "Steven", "Kimberly", "Andrew", "Margaret", "Paul", "Donna", "Joshua", "Michelle", "Kenneth", "Carol", "Kevin", "Amanda", "Brian",
        "Melissa", "George", "Deborah", "Timothy", "Stephanie", "Ronald", "Rebecca", "Jason", "Sharon", "Edward", "Laura", "Jeffrey", "Cynthia", "Ryan", "Dorothy",
    ];

    private static readonly string[] Starts =
    [
        "Sm", "John", "Will", "Br", "Jon", "Gar", "Mil", "Dav", "Rod", "Mart", "Hern", "Lop", "Gon", "Wil", "And", "Thom", "Tayl", "Moor", "Jack", "Lee", "Per",
        "Whit", "Harr", "Sanch", "Clark", "Ram", "Lew", "Rob", "Walk", "Young", "All", "King", "Wr", "Scott", "Torr", "Ngu", "Hill", "Flor", "Gre", "Ad", "Nels",
        "Bak", "Hall", "Riv", "Camp", "Mitch", "Cart", "Phil", "Ev", "Turn", "Di", "Park", "Cruz", "Edw", "Coll", "Rey", "Stew", "Morr", "Mor", "Murph",
    ];

    private static readonly string[] Middles = ["", "a", "e", "i", "o", "u", "el", "er", "is", "on", "en", "ar", "or", "and", "ing", "all"];

    private static readonly string[] Ends = ["son", "ez", "man", "ton", "ley", "ith", "er", "ett", "ard", "berg", "well", "field", "ski", "ova", "ini", "sen"];

    public static PersonName Of(int number)
    {
        // Squaring an even draw makes the first of each list the common ones.
        var family = Pick(Starts, number, 1) + Pick(Middles, number, 2) + Pick(Ends, number, 3);
        return new PersonName(family, $"{Pick(Given, number, 4)} {Pick(Given, number, 5)}");
    }

    private static string Pick(string[] from, int number, int salt)
    {
        var draw = (uint)HashCode(number, salt) / (double)uint.MaxValue;
        return from[(int)(draw * draw * from.Length * 0.999)];
    }

    // Not System.HashCode: it differs from run to run.
    private static int HashCode(int number, int salt)
    {
        var mixed = unchecked(((ulong)(uint)number * 0x9E3779B97F4A7C15UL) ^ ((ulong)salt * 0xC2B2AE3D27D4EB4FUL));
        mixed = unchecked((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9UL);
        return unchecked((int)(mixed ^ (mixed >> 32)));
    }
}
