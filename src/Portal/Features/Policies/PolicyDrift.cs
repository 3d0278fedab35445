namespace Portal.Features.Policies;

/// <summary>What is different now from the permissions under which a version was signed.</summary>
internal static class PolicyDrift
{
    public static IReadOnlyList<MatrixChange> Of(PolicyVersion version) =>
        version.Matrix is { } matrix && matrix != PermissionMatrix.Live ? PermissionMatrix.Between(matrix, PermissionMatrix.Live) : [];
}
