using Mono.Cecil;
using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.Arrows;

/// <summary>Which part of the house may name which: Features → Data → Kernel, and a feature another one only by permission.</summary>
/// <param name="Root">The namespace of the house.</param>
/// <param name="Allowed">Which feature may name which other one.</param>
internal sealed record House(string Root, IReadOnlyCollection<(string From, string To)> Allowed)
{
    public IReadOnlyList<string> Violations(ModuleDefinition module) =>
        [.. from type in module.In(Root)
            from name in type.Names()
            where !May(RoomOf(type.FullName), RoomOf(name))
            select $"{type.FullName} names {name}"];

    /// <summary>Features that reach themselves again through what they are allowed.</summary>
    public IReadOnlyList<string> Cycles() =>
        [.. Allowed.Select(pair => pair.From).Distinct().Where(feature => Reachable(feature, []).Contains(feature))];

    private bool May(Room from, Room to) => (from.Kind, to.Kind) switch
    {
        (_, Kind.Outside) or (_, Kind.Kernel) => true,
        (Kind.Kernel, _) => false,
        (Kind.Data, Kind.Feature) => false,
        (Kind.Feature, Kind.Feature) => from == to || Allowed.Contains((from.Feature!, to.Feature!)),
        _ => true,
    };

    private Room RoomOf(string fullName)
    {
        if (!fullName.StartsWith(Root + ".", StringComparison.Ordinal))
        {
            return new Room(Kind.Outside, null);
        }

        return fullName[(Root.Length + 1)..].Split('.') switch
        {
            ["Kernel", ..] => new Room(Kind.Kernel, null),
            ["Data", ..] => new Room(Kind.Data, null),
            ["Features", var feature, ..] => new Room(Kind.Feature, feature),
            _ => new Room(Kind.Door, null),
        };
    }

    private HashSet<string> Reachable(string from, HashSet<string> seen)
    {
        foreach (var next in Allowed.Where(pair => pair.From == from).Select(pair => pair.To).Where(seen.Add).ToArray())
        {
            Reachable(next, seen);
        }

        return seen;
    }

    /// <summary>A door is what puts the house together: it may name everything.</summary>
    private enum Kind
    {
        Outside,
        Kernel,
        Data,
        Feature,
        Door,
    }

    private readonly record struct Room(Kind Kind, string? Feature);
}
