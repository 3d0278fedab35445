using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Kernel.Classification;

namespace Portal.Data.Classification;

/// <summary>Says in a map what <see cref="ClassifiedAttribute"/> says on a property, for entities whose source is not ours.</summary>
internal static class ClassifyExtensions
{
    /// <summary>The annotation's name; its value is the class's name, a bar and the reason.</summary>
    public const string Annotation = "Portal:Class";

    public static PropertyBuilder<T> Classify<T>(this PropertyBuilder<T> property, DataClass dataClass, string reason)
    {
        property.HasAnnotation(Annotation, $"{dataClass}|{reason}");
        return property;
    }
}
