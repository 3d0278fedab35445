using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Data;
using Portal.Data.Classification;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.ArchitectureTests.Columns;

/// <summary>What every stored column keeps to, read from EF's model.</summary>
internal static class ColumnLaws
{
    private const string Head = """
        Columns that are stored in plain text, each with its reason. Every other column is encrypted, a keyed hash, or a wrapped or hashed secret.
        A new line stores more in the open; it wants the approval of whoever answers for the data.


        """;

    private static readonly string[] SoftDelete = ["Deleted", "DeletedAt", "IsDeleted", "DeletedBy", "Removed", "RemovedAt", "Archived", "ArchivedAt", "IsActive"];

    public static IEnumerable<string> Violations(IModel model) => model.GetEntityTypes().SelectMany(OfEntity);

    /// <summary>The plain columns with their reasons, sorted.</summary>
    public static string PlainColumns(IModel model)
    {
        var lines = from type in model.GetEntityTypes()
                    from property in type.GetProperties()
                    where ClassOf(property) is (DataClass.Plain, _)
                    select $"{NameOf(property).PadRight(48)}{ClassOf(property)!.Value.Reason}";
        return new StringBuilder(Head.ReplaceLineEndings("\n")).AppendJoin('\n', lines.Order(StringComparer.Ordinal)).Append('\n').ToString();
    }

    private static IEnumerable<string> OfEntity(IEntityType type) =>
        type.GetProperties().SelectMany(OfColumn).Concat(SoftDeletes(type)).Concat(Seals(type));

    private static IEnumerable<string> OfColumn(IProperty property)
    {
        var name = NameOf(property);
        if (ClassOf(property) is not var (dataClass, reason))
        {
            yield return $"{name} is not classified";
            yield break;
        }

        var isProtected = typeof(IProtected).IsAssignableFrom(property.ClrType);
        if (dataClass is (DataClass.Pii or DataClass.Phi) && !isProtected)
        {
            yield return $"{name} is {dataClass} and not Protected";
        }

        if (isProtected && StoredAs(property) != typeof(byte[]))
        {
            yield return $"{name} is Protected and not stored as bytes";
        }

        if (isProtected && dataClass is (DataClass.Plain or DataClass.BlindIndex))
        {
            yield return $"{name} is Protected and classified as {dataClass}";
        }

        if (dataClass is DataClass.Plain && reason.Length == 0)
        {
            yield return $"{name} is plain without a reason";
        }

        if (dataClass is (DataClass.Secret or DataClass.BlindIndex) && StoredAs(property) != typeof(byte[]) && reason.Length == 0)
        {
            yield return $"{name} is {dataClass}, stored as text, and says not why";
        }
    }

    // A person's data is deleted or it is there; an erasure request has states, the data has not (GDPR Art. 17).
    private static IEnumerable<string> SoftDeletes(IEntityType type) =>
        type.GetProperties().Any(property => property.ClrType == typeof(PatientId))
            ? type.GetProperties().Where(property => SoftDelete.Contains(property.Name)).Select(property => $"{NameOf(property)} marks a patient's row as deleted in place of deleting it")
            : [];

    private static IEnumerable<string> Seals(IEntityType type)
    {
        if (!typeof(SealedRow).IsAssignableFrom(type.ClrType))
        {
            return [];
        }

        var formats = SealFormats.Of(type);
        var covered = formats.Count == 0 ? [] : formats[formats.Keys.Max()];
        return type.GetProperties().Select(property => property.Name).Where(name => name != nameof(SealedRow.Seal)).Except(covered)
            .Select(name => $"{type.GetSchema()}.{type.GetTableName()}: the seal leaves out {name}");
    }

    private static (DataClass Class, string Reason)? ClassOf(IProperty property)
    {
        if (property.FindAnnotation(ClassifyExtensions.Annotation)?.Value is string text)
        {
            var parts = text.Split('|', 2);
            return (Enum.Parse<DataClass>(parts[0]), parts[1]);
        }

        return property.PropertyInfo?.GetCustomAttribute<ClassifiedAttribute>() is { } classified ? (classified.DataClass, classified.Reason) : null;
    }

    private static Type StoredAs(IProperty property) => property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;

    private static string NameOf(IProperty property)
    {
        var type = (IEntityType)property.DeclaringType;
        return $"{type.GetSchema()}.{type.GetTableName()}.{property.GetColumnName()}";
    }
}
