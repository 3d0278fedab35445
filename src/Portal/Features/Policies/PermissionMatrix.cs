using Portal.Kernel.Access;

namespace Portal.Features.Policies;

/// <summary>Which role may do what, as text in one form alone: one line a role, roles and permissions in the order of their numbers. Two that are equal read the same.</summary>
internal static class PermissionMatrix
{
    private const char Separator = ' ';

    /// <summary>The one in force, of the program that runs.</summary>
    public static string Live { get; } = string.Join('\n', Roles.OfPeople.Order().Select(LineOf));

    /// <summary>What is different now, role by role. What a signed one says and this program does not know is a change as well.</summary>
    public static IReadOnlyList<MatrixChange> Between(string signed, string now)
    {
        var (before, after) = (Read(signed), Read(now));
        return
        [
            .. from role in before.Keys.Union(after.Keys, StringComparer.Ordinal)
               let old = before.GetValueOrDefault(role, [])
               let fresh = after.GetValueOrDefault(role, [])
               from change in fresh.Except(old).Select(one => new MatrixChange(role, one, IsGiven: true))
                   .Concat(old.Except(fresh).Select(one => new MatrixChange(role, one, IsGiven: false)))
               select change,
        ];
    }

    private static string LineOf(Role role) => $"{role}:{string.Concat(Roles.PermissionsOf(role).Order().Select(permission => $"{Separator}{permission}"))}";

    private static Dictionary<string, string[]> Read(string matrix) =>
        matrix.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .DistinctBy(parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(parts => parts[0], parts => parts[1].Split(Separator, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}

/// <summary>One thing that a role may do now and could not when the policy was signed, or the other way round.</summary>
/// <param name="Role">The role's name in the program.</param>
/// <param name="Permission">The permission's name in the program.</param>
/// <param name="IsGiven">Whether the role has it now; else it had it.</param>
public sealed record MatrixChange(string Role, string Permission, bool IsGiven);
