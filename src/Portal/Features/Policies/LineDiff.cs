namespace Portal.Features.Policies;

/// <summary>What became of a line between two versions.</summary>
public enum DiffKind
{
    /// <summary>It is in both.</summary>
    Same = 0,

    /// <summary>It is in the newer one alone.</summary>
    Added = 1,

    /// <summary>It is in the older one alone.</summary>
    Removed = 2,
}

/// <summary>One line of a comparison.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Text">Its text.</param>
public readonly record struct DiffLine(DiffKind Kind, string Text);

/// <summary>Compares two texts line by line, by their longest common subsequence of lines.</summary>
internal static class LineDiff
{
    public static IReadOnlyList<DiffLine> Of(string old, string fresh)
    {
        var (a, b) = (old.Split('\n'), fresh.Split('\n'));
        var common = Common(a, b);
        var lines = new List<DiffLine>();
        var (i, j) = (0, 0);
        while (i < a.Length || j < b.Length)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
            {
                lines.Add(new DiffLine(DiffKind.Same, a[i++]));
                j++;
            }
            else if (j == b.Length || (i < a.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new DiffLine(DiffKind.Removed, a[i++]));
            }
            else
            {
                lines.Add(new DiffLine(DiffKind.Added, b[j++]));
            }
        }

        return lines;
    }

    // How many lines the rests from i and j on have in common.
    private static int[,] Common(string[] a, string[] b)
    {
        var length = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
            {
                length[i, j] = a[i] == b[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        return length;
    }
}
