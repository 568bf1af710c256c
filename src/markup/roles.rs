//! Roles of elements: what their class names, ids and attributes are evidence of.

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// The purpose of an element, according to its markup.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Role { $($(#[$doc])* $variant,)* }

        impl Role {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name of the role's section in `selectors.txt`.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

roles! {
    /// The article's body.
    Content = "content";
    /// The text of a post in a forum.
    ForumPost = "forum-post";
    /// The parts of a forum around its posts: authors, signatures, controls.
    ForumChrome = "forum-chrome";
    /// Readers' comments and their form.
    Comment = "comment";
    /// Menus, breadcrumbs, pagers, tags.
    Navigation = "navigation";
    /// Teasers of other pages.
    Related = "related";
    /// Share and follow bars.
    Share = "share";
    /// Cookie and age notices.
    Consent = "consent";
    /// Newsletters, donations, paywalls.
    Support = "support";
    /// Copyright and imprint.
    Legal = "legal";
    /// Advertisements and sponsored links.
    Advertising = "advertising";
    /// A box about the author.
    Author = "author";
    /// Other boilerplate.
    Chrome = "chrome";
    /// The author.
    Byline = "byline";
    /// The date.
    Dateline = "dateline";
    /// A picture's caption or credit.
    Caption = "caption";
    /// The headline.
    Title = "title";
}

/// A set of roles: bit `n` is the role with number `n`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles(u32);

impl Roles {
    const CONTENT: u32 = 1 << Role::Content as u32 | 1 << Role::ForumPost as u32;
    /// Roles of elements that hold one line of text.
    const LABELS: u32 =
        1 << Role::Byline as u32 | 1 << Role::Dateline as u32 | 1 << Role::Caption as u32 | 1 << Role::Title as u32;

    pub(crate) const fn contains(self, role: Role) -> bool {
        self.0 >> (role as u32) & 1 == 1
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles in the set that mean content.
    pub(crate) const fn of_content(self) -> Self {
        Self(self.0 & Self::CONTENT)
    }

    /// The roles in the set that an element with more than one line of text can have.
    pub(crate) const fn of_containers(self) -> Self {
        Self(self.0 & !Self::LABELS)
    }

    #[cfg(test)]
    pub(super) const fn of(roles: &[Role]) -> Self {
        let mut set = Self(0);
        let mut next = 0;
        while next < roles.len() {
            set = set.with(roles[next]);
            next += 1;
        }
        set
    }

    pub(crate) const fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u32)
    }

    pub(crate) const fn without(self, role: Role) -> Self {
        Self(self.0 & !(1 << role as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_added() {
        let roles = Roles::default().with(Role::Content).with(Role::Title).with(Role::Share);
        let held: Vec<Role> = Role::ALL.iter().copied().filter(|&role| roles.contains(role)).collect();
        assert_eq!(held, [Role::Content, Role::Share, Role::Title]);
        assert_eq!(roles.of_content(), Roles::default().with(Role::Content));
        assert_eq!(roles.of_containers(), Roles::default().with(Role::Content).with(Role::Share));
        assert!(Roles::default().is_empty() && !roles.is_empty());
    }

    #[test]
    fn every_role_has_a_bit() {
        assert!(Role::ALL.len() <= u32::BITS as usize);
    }
}
