using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Data.Sealing;

/// <summary>Which properties a seal covers, per format: a column added later gets a new format, and rows of the old one still verify.</summary>
internal static class SealFormats
{
    private const string Prefix = "Portal:Seal:";

    /// <summary>Every sealed row's own properties, covered by every format.</summary>
    public static readonly string[] Common = [nameof(SealedRow.Id), nameof(SealedRow.PatientId), nameof(SealedRow.Version), nameof(SealedRow.SealFormat)];

    /// <summary>Names the properties that a format covers beside the common ones. The highest format is written; all are accepted.</summary>
    public static EntityTypeBuilder<T> HasSeal<T>(this EntityTypeBuilder<T> builder, short format, params string[] properties)
        where T : SealedRow
    {
        builder.HasAnnotation(Prefix + format, string.Join(',', Common.Concat(properties)));
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.Property(row => row.Seal).HasMaxLength(32);
        return builder;
    }

    public static IReadOnlyDictionary<short, string[]> Of(IReadOnlyTypeBase type) =>
        type.GetAnnotations()
            .Where(annotation => annotation.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(
                annotation => short.Parse(annotation.Name.AsSpan(Prefix.Length), System.Globalization.CultureInfo.InvariantCulture),
                annotation => ((string)annotation.Value!).Split(','));
}
