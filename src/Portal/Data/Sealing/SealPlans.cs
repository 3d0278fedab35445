using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Portal.Data.Sealing;

/// <summary>The compiled seal formats of one table.</summary>
internal sealed class SealPlans
{
    private static readonly ConcurrentDictionary<IReadOnlyTypeBase, SealPlans> Known = new();

    private readonly IReadOnlyEntityType type;
    private readonly IReadOnlyDictionary<short, string[]> formats;
    private readonly Action<SealedRow, SealWriter>?[] plans;

    private SealPlans(IReadOnlyEntityType type)
    {
        this.type = type;
        formats = SealFormats.Of(type);
        Newest = formats.Keys.DefaultIfEmpty().Max();
        plans = new Action<SealedRow, SealWriter>?[Newest + 1];
    }

    /// <summary>The table's name, for people.</summary>
    public string Table => type.DisplayName();

    /// <summary>The format that is written.</summary>
    public short Newest { get; }

    public static SealPlans Of(IReadOnlyEntityType type) => Known.GetOrAdd(type, static of => new SealPlans((IReadOnlyEntityType)of));

    /// <summary>What writes a row of that format; <c>null</c> for a number that an altered row made up.</summary>
    public Action<SealedRow, SealWriter>? Find(short format) =>
        (uint)format >= (uint)plans.Length ? null : plans[format] ?? Compile(format);

    private Action<SealedRow, SealWriter>? Compile(short format) =>
        formats.TryGetValue(format, out var properties) ? plans[format] = SealPlan.Compile(type, properties) : null;
}
