"""What the parts of a whole document say of one another: elements and form, 附件说明 and annexes, 目录 and headings."""
