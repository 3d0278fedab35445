using System.Text;
using Portal.Kernel.Access;

namespace Portal.Features.Policies;

/// <summary>
/// The words for roles and permissions that go into the access control policy: the host gives the same ones that its pages use, so that nobody signs other words than people read.
/// </summary>
/// <param name="Role">What a role is called.</param>
/// <param name="May">What a permission lets one do, as the rest of a sentence.</param>
public sealed record MatrixWords(Func<Role, string> Role, Func<Permission, string> May)
{
    /// <summary>The names in the program, for a host without words.</summary>
    public static MatrixWords Names { get; } = new(role => role.ToString(), permission => permission.ToString());

    /// <summary>The permissions in force, in Markdown: a heading for each role and a line for each thing that it may do.</summary>
    internal string Write()
    {
        var text = new StringBuilder();
        foreach (var role in Roles.OfPeople)
        {
            text.Append("### ").Append(Role(role)).Append("\n\n");
            foreach (var permission in Roles.PermissionsOf(role).Order())
            {
                text.Append("- ").Append(May(permission)).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd();
    }
}
